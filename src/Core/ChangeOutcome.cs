namespace Eds.Core;

/// <summary>What became of a change.</summary>
public enum ChangeOutcome
{
    Made, // or it was so already
    NotFound,
    ChangedMeanwhile, // by someone else, since the caller read the ETag
    NotPermitted, // the caller is no longer a rights manager
    UserExists,
    LastRightsManager,
    NameTaken, // by another secret of the taxpayer
    RotationInProgress, // the overlap of an earlier rotation is not over
    RegistrationInProgress, // under the same Idempotency-Key
    KeyReused, // the Idempotency-Key was used for something else
    SecretNotFound, // the one that a registration names
    SecretUnchanged, // the chosen secret is one that it was to replace
}
