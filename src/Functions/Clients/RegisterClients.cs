using System.Diagnostics;

namespace Eds.Functions;

public sealed record RegisterClientsBody(SecretChoiceBody? Secret, IReadOnlyList<DriverToRegisterBody?>? Drivers);

public sealed record DriverToRegisterBody(string? PersonalCode, string? Name, string? ValidUntil = null) : Redacted;

/// <param name="Name">What users call a new secret for all.</param>
public sealed record SecretChoiceBody(string? Value, bool? Generate, bool? Each, string? SecretId, string? Name = null) : Redacted;

/// <param name="Secret">Only if generated, only now.</param>
/// <param name="SecretAlreadyDelivered">A replay: the first answer had the secret, if one was generated.</param>
public sealed record RegisteredClientsBody(
    string? SecretId, string? Secret, bool SecretAlreadyDelivered, IReadOnlyList<RegisteredClientBody> Clients) : Redacted
{
    internal static RegisteredClientsBody From(RegistrationResult.Registered registered) => new(
        registered.SecretId,
        registered.Secret?.Reveal(),
        registered.Replayed,
        [.. registered.Clients.Select(client => new RegisteredClientBody(
            client.ClientId.ToString(), DriverBody.From(client.Driver), client.SecretId, client.Secret?.Reveal(), registered.CreatedAt))]);
}

public sealed record DriverBody(string Name, string PersonalCode) : Redacted
{
    internal static DriverBody From(Driver driver) => new(driver.Name, driver.Code.Display);
}

public sealed record RegisteredClientBody(string ClientId, DriverBody Driver, string SecretId, string? Secret, DateTimeOffset CreatedAt)
    : Redacted;

/// <summary>Registers 1 to 1,000 drivers, all or nothing, once per Idempotency-Key.</summary>
public sealed class RegisterClients(AccessControl access, SecretScreening screening, Registration registration)
{
    [Function(nameof(RegisterClients))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/taxi/clients")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.ClientManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var key = rules.IdempotencyKey(request);
        var body = await rules.JsonAsync<RegisterClientsBody>(request, cancellation);
        var drivers = RegistrationRules.Drivers(body?.Drivers, rules);
        var secret = SecretRules.Choice(body?.Secret, rules, mayBeExisting: true);
        var name = SecretRules.Name(body?.Secret, rules);
        if (body?.Secret?.Value is { } chosen)
        {
            // Faulty drivers have no usable names, so the secret is not compared with theirs.
            rules.AddErrors("/secret/value", await screening.CheckAsync(caller, chosen, rules.HasErrors ? [] : drivers, cancellation));
        }

        if (rules.Refusal is { } invalid)
        {
            return invalid;
        }

        var registrationRequest = new RegistrationRequest(caller, key, secret!, drivers) { SecretName = name };
        return await registration.RegisterAsync(registrationRequest, cancellation) switch
        {
            RegistrationResult.Registered registered => Json.Answer(RegisteredClientsBody.From(registered), 201),
            RegistrationResult.DriversTaken taken => Problems.DriversTaken(taken.Drivers),
            RegistrationResult.Refused refused => Problems.For(refused.Why),
            var other => throw new UnreachableException(other.GetType().Name),
        };
    }
}
