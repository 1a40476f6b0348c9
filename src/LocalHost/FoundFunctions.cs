using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Eds.LocalHost;

/// <summary>No methods means all. The route has no slash in front: api/taxpayers/{taxpayerId}.</summary>
public sealed record HttpFunction(string Name, IReadOnlyList<string> Methods, string Route, MethodInfo Run);

/// <summary>The schedule is as written: 0 30 2 * * * or %Purge:Schedule%.</summary>
public sealed record TimerFunction(string Name, string Schedule, MethodInfo Run);

/// <summary>The functions of some classes, by the worker's attributes.</summary>
public sealed record FoundFunctions(IReadOnlyList<HttpFunction> Http, IReadOnlyList<TimerFunction> Timers)
{
    public static FoundFunctions In(IEnumerable<Type> types)
    {
        var http = new List<HttpFunction>();
        var timers = new List<TimerFunction>();
        foreach (var run in types.SelectMany(type => type.GetMethods()))
        {
            if (run.GetCustomAttribute<FunctionAttribute>() is not { Name: var name })
            {
                continue;
            }

            if (TriggerOf<HttpTriggerAttribute>(run) is { } call)
            {
                var function = new HttpFunction(name, call.Methods ?? [], call.Route ?? name, run);
                RequireBound(function);
                http.Add(function);
            }
            else if (TriggerOf<TimerTriggerAttribute>(run) is { } timer)
            {
                timers.Add(new TimerFunction(name, timer.Schedule, run));
            }
        }

        return new FoundFunctions(http, timers);
    }

    /// <summary>ASP.NET Core would read a string that is not in the route from the query; the Functions host would not.</summary>
    private static void RequireBound(HttpFunction function)
    {
        var inRoute = RoutePatternFactory.Parse(function.Route).Parameters.Select(parameter => parameter.Name);
        var strings = function.Run.GetParameters().Where(parameter => parameter.ParameterType == typeof(string)).Select(parameter => parameter.Name);
        if (strings.Except(inRoute, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unbound)
        {
            throw new InvalidOperationException($"{function.Name}: the parameter {unbound} is not in the route {function.Route}.");
        }
    }

    private static T? TriggerOf<T>(MethodInfo run)
        where T : Attribute =>
        run.GetParameters().Select(parameter => parameter.GetCustomAttribute<T>()).FirstOrDefault(found => found is not null);
}
