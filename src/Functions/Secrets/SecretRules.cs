namespace Eds.Functions;

/// <summary>What a request may say about a secret.</summary>
internal sealed class SecretRules(InputRules rules)
{
    private static readonly int MaxOverlapHours = (int)SecretRotation.MaxOverlap.TotalHours;

    /// <param name="body">Exactly one of value, generate and (if it may be) secretId.</param>
    /// <param name="check">The rules for a chosen secret.</param>
    /// <param name="mayBeExisting">For a registration; then one secret each may be wanted, too.</param>
    public async Task<SecretChoice?> ReadAsync(SecretChoiceBody? body, Func<string, Task<IReadOnlyList<SecretViolation>>> check, bool mayBeExisting)
    {
        switch (body)
        {
            case { Value: { } value, Generate: null, Each: null, SecretId: null }:
                foreach (var fault in await check(value))
                {
                    rules.Fault("/secret/value", fault.Code, fault.Detail);
                }

                return ClientSecret.TryRead(value) is { } secret ? new SecretChoice.Chosen(secret) : null;
            case { Value: null, Generate: true, SecretId: null } when mayBeExisting || body.Each is null:
                return new SecretChoice.Generated(body.Each ?? false);
            case { Value: null, Generate: null, Each: null, SecretId: { } secretId } when mayBeExisting:
                return new SecretChoice.Existing(secretId);
            case null:
                rules.Required(body, "/secret");
                return null;
            default:
                rules.Fault("/secret", "secret-choice", mayBeExisting
                    ? "Exactly one of value, generate (true; with each, if wanted) and secretId is needed."
                    : "Exactly one of value and generate (true) is needed.");
                return null;
        }
    }

    /// <param name="hours">A number of JSON, which need be neither whole nor small.</param>
    public TimeSpan Overlap(double hours)
    {
        var good = hours >= 0 && hours <= MaxOverlapHours && double.IsInteger(hours);
        if (!good)
        {
            rules.Fault("/overlapHours", "overlap-invalid", $"A whole number of hours from 0 to {MaxOverlapHours}.");
        }

        return good ? TimeSpan.FromHours(hours) : default;
    }
}
