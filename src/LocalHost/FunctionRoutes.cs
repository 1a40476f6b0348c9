using Eds.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eds.LocalHost;

/// <summary>Serves HTTP functions as the Functions host does.</summary>
internal static class FunctionRoutes
{
    public static void MapFunctions(this IEndpointRouteBuilder endpoints, IEnumerable<HttpFunction> functions)
    {
        var log = endpoints.ServiceProvider.GetRequiredService<ILogger<EdsHost>>();
        var exceptions = endpoints.ServiceProvider.GetService<ExceptionMiddleware>();
        foreach (var function in functions)
        {
            var pattern = RoutePatternFactory.Parse(function.Route);
            var mapped = endpoints.Map(pattern, Guarded(function.Name, Answered(exceptions, Delegate(function, pattern, endpoints.ServiceProvider)), log));
            mapped.WithDisplayName(function.Name);
            if (function.Methods.Count > 0)
            {
                mapped.WithMetadata(new HttpMethodMetadata(function.Methods));
            }
        }

        // Also takes the calls that routing would answer with 405: as it has no method, it fits every one, after all others.
        endpoints.Map("{**path}", NotFoundAsync).WithDisplayName("404").WithOrder(int.MaxValue);
    }

    private static RequestDelegate Delegate(HttpFunction function, RoutePattern pattern, IServiceProvider services)
    {
        var create = ActivatorUtilities.CreateFactory(function.Run.DeclaringType!, Type.EmptyTypes);
        var options = new RequestDelegateFactoryOptions
        {
            ServiceProvider = services,
            RouteParameterNames = pattern.Parameters.Select(parameter => parameter.Name),
        };
        return RequestDelegateFactory.Create(function.Run, context => create(context.RequestServices, null), options).RequestDelegate;
    }

    /// <summary>As the worker's own middleware does it; null where only probes run.</summary>
    private static RequestDelegate Answered(ExceptionMiddleware? exceptions, RequestDelegate run) =>
        exceptions is null ? run : context => exceptions.InvokeAsync(context, run);

    private static RequestDelegate Guarded(string name, RequestDelegate run, ILogger log) => async context =>
    {
        try
        {
            await run(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone: nobody is left to answer.
        }
        catch (Exception e)
        {
            HostEvents.FunctionFailed(log, name, e);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    };

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
