namespace Eds.Functions;

public sealed record EventsBody(IReadOnlyList<EventBody> Events, string? Continuation);

public sealed record ActorBody(string Kind, string Id);

/// <summary>Ids only. Properties that do not apply are left out.</summary>
public sealed record EventBody(
    string EventId,
    DateTimeOffset At,
    string Action,
    ActorBody Actor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UserId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SecretId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Clients,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RightsBody? Rights);

/// <summary>Who did what to what and when, newest first, 100 a page.</summary>
public sealed class ListEvents(AccessControl access, AuditLog auditLog)
{
    [Function(nameof(ListEvents))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/events")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation) =>
        access.UserAsync(request, taxpayerId, [Right.RightsManager], async _ =>
        {
            var rules = new InputRules();
            var continuation = rules.Query(request, "continuation");
            return rules.Broken ? rules.Refusal
                : await auditLog.ListAsync(taxpayerId, continuation, cancellation) is { } page
                ? TypedResults.Json(new EventsBody([.. page.Events.Select(From)], page.Continuation), Json.Contract.EventsBody)
                : Problems.ContinuationUnreadable();
        }, cancellation);

    private static EventBody From(AuditEvent auditEvent) => new(
        auditEvent.EventId,
        auditEvent.At,
        auditEvent.Action,
        new ActorBody(auditEvent.Actor.Kind, auditEvent.Actor.Id),
        auditEvent.UserId,
        auditEvent.ClientId,
        auditEvent.SecretId,
        auditEvent.Clients,
        auditEvent.Reason,
        auditEvent.Rights is { } rights ? new RightsBody(rights.RightsManager, rights.TaxiApiConfiguration) : null);
}
