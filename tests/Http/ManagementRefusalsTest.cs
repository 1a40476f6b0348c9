using Eds.Core;
using Eds.Functions;
using Eds.LocalHost;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>What is refused on every management route whoever calls, before anything is written. Who may call what: <see cref="IsolationMatrixTest"/>.</summary>
public sealed class ManagementRefusalsTest
{
    private static readonly string[] OfOthers = ["api/taxi/", "api/health", "api/openapi", ".well-known/"];

    [Fact]
    public void The_table_has_every_management_function()
    {
        var found = FunctionEndpoints.Find<HttpTriggerAttribute>(typeof(AccessControl).Assembly.GetTypes())
            .Where(function => !OfOthers.Any(prefix => function.Trigger.Route!.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(function => function.Name);

        Assert.Equal(found.Order(StringComparer.Ordinal), ManagementRoutes.Names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ManagementRoutes.All), MemberType = typeof(ManagementRoutes))]
    public async Task Who_has_the_rights_may(string function)
    {
        var (route, target) = (ManagementRoutes.Named(function), await Target.EnrolAsync());

        if (route.After is { } before)
        {
            await ManagementRoutes.Named(before).CallAsync(target, target.Taxpayer.Token);
        }

        var answer = await route.CallAsync(target, await route.TokenAsync(target));

        Assert.True(answer.Status is 200 or 201 or 204, answer.Text);
        answer.ExpectNotStored();
    }

    [Theory]
    [MemberData(nameof(ManagementRoutes.All), MemberType = typeof(ManagementRoutes))]
    public Task Without_a_token_nothing_is_done(string function) => ManagementRoutes.RefusesAsync(function, _ => Task.FromResult<string?>(null), answer =>
    {
        answer.ExpectProblem(401, "token-missing");
        Assert.Equal("Bearer realm=\"eds\"", answer.Header(HeaderNames.WWWAuthenticate));
    });

    [Theory]
    [MemberData(nameof(ManagementRoutes.All), MemberType = typeof(ManagementRoutes))]
    public Task With_something_that_is_no_token_nothing_is_done(string function) =>
        ManagementRoutes.RefusesAsync(function, _ => Task.FromResult<string?>("not.a.token"), ExpectTokenInvalid);

    [Theory]
    [MemberData(nameof(ManagementRoutes.All), MemberType = typeof(ManagementRoutes))]
    public Task A_sign_in_without_a_usable_personal_code_opens_nothing(string function) => ManagementRoutes.RefusesAsync(
        function,
        async target => await target.Taxpayer.Api.SignInAsync(new TestPerson("161375-19997", "Anna"), "Operator"), // no such date
        answer => answer.ExpectProblem(403, "person-code-unusable"));

    [Theory]
    [MemberData(nameof(ManagementRoutes.OfTaxpayer), MemberType = typeof(ManagementRoutes))]
    public async Task A_taxpayer_that_nobody_enrolled_does_not_exist(string function)
    {
        var (route, target) = (ManagementRoutes.Named(function), await Target.EnrolAsync());

        var answer = await route.CallAsync(target, target.Taxpayer.Token, TaxpayerId.Draw());

        answer.ExpectProblem(404, "not-found");
    }

    private static void ExpectTokenInvalid(Answer answer)
    {
        answer.ExpectProblem(401, "token-invalid");
        Assert.Equal("Bearer realm=\"eds\", error=\"invalid_token\"", answer.Header(HeaderNames.WWWAuthenticate));
    }
}
