using System.Diagnostics;

namespace Eds.Functions;

public sealed record RegisterClientsBody(SecretChoiceBody? Secret, IReadOnlyList<PersonBody?>? Drivers);

public sealed record SecretChoiceBody(string? Value, bool? Generate, bool? Each, string? SecretId)
{
    public override string ToString() => "[redacted]";
}

/// <param name="Secret">Only if generated, only now.</param>
/// <param name="SecretAlreadyDelivered">A replay: the secret, if one was generated, was told in the first answer.</param>
public sealed record RegisteredClientsBody(string? SecretId, string? Secret, bool SecretAlreadyDelivered, IReadOnlyList<RegisteredClientBody> Clients)
{
    public override string ToString() => "[redacted]";
}

public sealed record DriverBody(string Name, string PersonalCode)
{
    internal static DriverBody From(Driver driver) => new(driver.Name, driver.Code.Display);

    public override string ToString() => "[redacted]";
}

public sealed record RegisteredClientBody(string ClientId, DriverBody Driver, string SecretId, string? Secret, DateTimeOffset CreatedAt)
{
    public override string ToString() => ClientId;
}

/// <summary>Izveidot jaunu API klienta identifikatoru: 1 to 1,000 drivers, all or nothing, once per Idempotency-Key.</summary>
public sealed class RegisterClients(AccessControl access, SecretScreening context, Registration registration)
{
    [Function(nameof(RegisterClients))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/taxi/clients")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation) =>
        access.UserAsync(request, taxpayerId, [Right.RightsManager, Right.TaxiApiConfiguration], async caller =>
        {
            var (key, keyRefusal) = IdempotencyKey.Read(request);
            if (key is null)
            {
                return keyRefusal!;
            }

            var (body, refusal) = await Body.ReadJsonAsync(request, Json.Contract.RegisterClientsBody, cancellation);
            if (body is null)
            {
                return refusal!;
            }

            var rules = new InputRules();
            var drivers = new RegistrationRules(rules).Drivers(body.Drivers);
            var known = rules.Broken ? [] : drivers; // names that broke a rule are not looked at any further
            var choice = await new SecretRules(rules).ReadAsync(
                body.Secret, value => context.CheckAsync(caller, value, known, cancellation), mayBeExisting: true);
            return rules.Broken
                ? rules.Refusal
                : Answer(await registration.RegisterAsync(new RegistrationRequest(caller, key, choice!, drivers), cancellation));
        }, cancellation);

    private static IResult Answer(RegistrationResult result) => result switch
    {
        RegistrationResult.Registered registered => TypedResults.Json(From(registered), Json.Contract.RegisteredClientsBody, statusCode: 201),
        RegistrationResult.DriversTaken { Drivers: var drivers } => drivers.Any(driver => !driver.InProgress)
            ? Problems.DriverAlreadyRegistered([.. drivers.Select(From)])
            : Problems.RegistrationInProgress([.. drivers.Select(From)]),
        RegistrationResult.InProgress => Problems.RegistrationInProgress(null),
        RegistrationResult.KeyReused => Problems.IdempotencyKeyReused(),
        RegistrationResult.SecretNotFound =>
            Problems.Invalid([new FieldError("/secret/secretId", "secret-not-found", "This taxpayer has no secret with this id.")]),
        var other => throw new UnreachableException(other.GetType().Name),
    };

    private static RegisteredClientsBody From(RegistrationResult.Registered registered) => new(
        registered.SecretId,
        registered.Secret?.Reveal(),
        registered.Replayed,
        [.. registered.Clients.Select(client => new RegisteredClientBody(
            client.ClientId.ToString(), DriverBody.From(client.Driver), client.SecretId, client.Secret?.Reveal(), registered.CreatedAt))]);

    private static FieldError From(TakenDriver driver) => driver.InProgress
        ? new FieldError($"/drivers/{driver.Index}/personalCode", "registration-in-progress", "Another registration of this driver is being written.")
        : new FieldError($"/drivers/{driver.Index}/personalCode", "driver-already-registered", "This driver has an active client.");
}
