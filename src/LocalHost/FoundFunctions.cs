using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Eds.LocalHost;

/// <summary>Methods are in upper case, none means all. The route has no slash in front: api/taxpayers/{taxpayerId}.</summary>
public sealed record HttpFunction(string Name, IReadOnlyList<string> Methods, string Route, MethodInfo Run);

/// <summary>The schedule is as written: 0 30 2 * * * or %Purge:Schedule%.</summary>
public sealed record TimerFunction(string Name, string Schedule, MethodInfo Run);

/// <summary>The functions of some classes, by their attributes.</summary>
public sealed record FoundFunctions(IReadOnlyList<HttpFunction> Http, IReadOnlyList<TimerFunction> Timers)
{
    /// <exception cref="InvalidOperationException">A function that the Functions host would not run as this one does.</exception>
    public static FoundFunctions In(IEnumerable<Type> types)
    {
        const BindingFlags Methods = BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly;
        var http = new List<HttpFunction>();
        var timers = new List<TimerFunction>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var run in types.SelectMany(type => type.GetMethods(Methods)))
        {
            if (run.GetCustomAttribute<FunctionAttribute>() is not { Name: var name })
            {
                continue;
            }

            Require(names.Add(name), name, "has the name of another function");
            Require(run.ReturnType.IsAssignableTo(typeof(Task)), name, "does not return a Task");
            if (TriggerOf<HttpTriggerAttribute>(run) is { } call)
            {
                http.Add(CalledBy(call, name, run));
            }
            else
            {
                var timer = TriggerOf<TimerTriggerAttribute>(run);
                Require(timer is not null, name, "has no trigger");
                timers.Add(new TimerFunction(name, timer!.Schedule, run));
            }
        }

        return new FoundFunctions(http, timers);
    }

    private static HttpFunction CalledBy(HttpTriggerAttribute call, string name, MethodInfo run)
    {
        var route = call.Route ?? name;
        Require(call.AuthLevel == AuthorizationLevel.Anonymous, name, "asks for a function key, of which LocalHost has none");

        // ASP.NET Core would read any other string from the query, the Functions host would not.
        var inRoute = RoutePatternFactory.Parse(route).Parameters.Select(parameter => parameter.Name);
        var strings = run.GetParameters().Where(parameter => parameter.ParameterType == typeof(string));
        var unbound = strings.Select(parameter => parameter.Name).Except(inRoute, StringComparer.OrdinalIgnoreCase);
        Require(!unbound.Any(), name, "has a string parameter that is not in its route");
        return new HttpFunction(name, [.. (call.Methods ?? []).Select(method => method.ToUpperInvariant())], route, run);
    }

    private static T? TriggerOf<T>(MethodInfo run)
        where T : Attribute =>
        run.GetParameters().Select(parameter => parameter.GetCustomAttribute<T>()).FirstOrDefault(found => found is not null);

    private static void Require(bool holds, string function, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The function {function} {otherwise}.");
        }
    }
}
