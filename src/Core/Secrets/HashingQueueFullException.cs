namespace Eds.Core;

/// <summary>A turn to check or hash a secret has not come in time; nothing was changed, and the caller may simply try again.</summary>
public sealed class HashingQueueFullException() : Exception("Too many secrets wait to be checked or hashed.")
{
    /// <summary>A flood of guesses is refused rather than left to pile up.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);
}
