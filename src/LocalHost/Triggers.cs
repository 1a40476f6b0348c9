// What src/Functions uses of the worker, with the names, namespace and members that the worker's own have.
// There the worker's are used; here, where its packages may be missing, these.
namespace Microsoft.Azure.Functions.Worker;

[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    public AuthorizationLevel AuthLevel { get; } = authLevel;

    /// <summary>Any case. None means all.</summary>
    public string[] Methods { get; } = methods;

    /// <summary>api/taxpayers/{taxpayerId}. Null means the function's name.</summary>
    public string? Route { get; set; }
}

public enum AuthorizationLevel
{
    Anonymous,
    User,
    Function,
    System,
    Admin,
}

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>NCRONTAB with seconds (0 30 2 * * *), or the setting that holds it (%Purge:Schedule%).</summary>
    public string Schedule { get; } = schedule;
}

public sealed class TimerInfo
{
    public bool IsPastDue { get; set; }
}
