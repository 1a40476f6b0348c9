using Eds.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.LocalHost;

/// <summary>Serves HTTP functions as the Functions host does.</summary>
internal static class FunctionEndpoints
{
    public static void MapFunctions(this IEndpointRouteBuilder endpoints, IEnumerable<HttpFunction> functions)
    {
        foreach (var function in functions)
        {
            var pattern = RoutePatternFactory.Parse(function.Route);
            var endpoint = endpoints.Map(pattern, DelegateOf(function, pattern, endpoints.ServiceProvider)).WithDisplayName(function.Name);
            if (function.Methods.Count > 0)
            {
                endpoint.WithMetadata(new HttpMethodMetadata(function.Methods));
            }
        }

        // Also takes the calls that routing would answer with 405: it has no method, so it fits every one, after all others.
        endpoints.Map("{**path}", () => Results.NotFound()).WithDisplayName("404").WithOrder(int.MaxValue);
    }

    private static RequestDelegate DelegateOf(HttpFunction function, RoutePattern pattern, IServiceProvider services)
    {
        var create = ActivatorUtilities.CreateFactory(function.Run.DeclaringType!, Type.EmptyTypes);
        var run = RequestDelegateFactory.Create(function.Run, context => create(context.RequestServices, null), new()
        {
            ServiceProvider = services,
            RouteParameterNames = pattern.Parameters.Select(parameter => parameter.Name),
        }).RequestDelegate;
        var exceptions = services.GetRequiredService<ExceptionMiddleware>();
        return context => exceptions.InvokeAsync(context, run);
    }
}
