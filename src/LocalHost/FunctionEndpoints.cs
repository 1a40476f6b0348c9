using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Eds.LocalHost;

/// <summary>Serves HTTP functions, found by the worker's attributes, as the Functions host does.</summary>
internal static class FunctionEndpoints
{
    public static IEnumerable<(string Name, MethodInfo Run, T Trigger)> Find<T>(IEnumerable<Type> classes)
        where T : Attribute =>
        from run in classes.SelectMany(type => type.GetMethods())
        let function = run.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in run.GetParameters()
        let trigger = parameter.GetCustomAttribute<T>()
        where trigger is not null
        select (function.Name, run, trigger);

    public static void MapFunctions(this IEndpointRouteBuilder endpoints, IEnumerable<Type> classes)
    {
        foreach (var (name, run, trigger) in Find<HttpTriggerAttribute>(classes))
        {
            var pattern = RoutePatternFactory.Parse(trigger.Route ?? name);
            var endpoint = endpoints.Map(pattern, DelegateOf(run, pattern, endpoints.ServiceProvider)).WithDisplayName(name);
            if (trigger.Methods is { Length: > 0 } methods)
            {
                endpoint.WithMetadata(new HttpMethodMetadata(methods));
            }
        }

        // Also takes the calls that routing would answer with 405: it has no method, so it fits every one, after all others.
        endpoints.Map("{**path}", () => Results.NotFound()).WithOrder(int.MaxValue);
    }

    private static RequestDelegate DelegateOf(MethodInfo run, RoutePattern pattern, IServiceProvider services)
    {
        var create = ActivatorUtilities.CreateFactory(run.DeclaringType!, Type.EmptyTypes);
        var function = RequestDelegateFactory.Create(run, context => create(context.RequestServices, null), new()
        {
            ServiceProvider = services,
            RouteParameterNames = pattern.Parameters.Select(parameter => parameter.Name),
        }).RequestDelegate;
        var exceptions = services.GetRequiredService<ExceptionMiddleware>();
        return context => exceptions.InvokeAsync(context, function);
    }
}
