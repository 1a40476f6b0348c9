using System.Reflection;
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
            var create = ActivatorUtilities.CreateFactory(run.DeclaringType!, Type.EmptyTypes);
            var options = new RequestDelegateFactoryOptions { ServiceProvider = endpoints.ServiceProvider };
            var function = RequestDelegateFactory.Create(run, http => create(http.RequestServices, null), options).RequestDelegate;
            endpoints.MapMethods(trigger.Route ?? name, trigger.Methods!, context =>
                context.RequestServices.GetRequiredService<ExceptionMiddleware>().InvokeAsync(context, function)).WithDisplayName(name);
        }

        // Also takes the calls that routing would answer with 405: it has no method, so it fits every one, after all others.
        endpoints.Map("{**path}", () => Results.NotFound()).WithOrder(int.MaxValue);
    }
}
