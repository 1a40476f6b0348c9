namespace Eds.Tests;

/// <summary>Clients of the API whose every answer is held against docs/openapi.yaml and searched for leaks.</summary>
internal static class TestApi
{
    private static readonly HttpClient Http = new(
        new CheckingHandler { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } });

    public static EdsClient At(Uri baseAddress) => new(Http, baseAddress);

    public static async Task<EdsClient> AsOperatorAsync(this EdsClient client) =>
        client.As(await TestPerson.Operator.SignInAsync(client, "Operator"));

    /// <summary>A taxpayer of the test's own, with one rights manager who has ticked the right unless told otherwise.</summary>
    public static async Task<TestTaxpayer> EnrolAsync(
        this EdsClient client, bool tick = true, TestPerson? manager = null, string kind = "legal", string name = "SIA Pārbaude")
    {
        manager ??= TestPerson.New();
        var number = kind == "natural" ? manager.Code : TestPerson.NewRegistrationNumber();
        var enrolled = (await (await client.AsOperatorAsync()).EnrolTaxpayerAsync(new(number, name, kind, manager.Body))).Expect(201).Value;
        var token = await manager.SignInAsync(client);
        var taxpayer = new TestTaxpayer(client.As(token), enrolled.TaxpayerId, enrolled.RegistrationNumber, manager);
        if (tick)
        {
            (await taxpayer.ChangeRightsAsync(await taxpayer.SelfAsync(), rightsManager: true, taxi: true)).Expect(200);
        }

        return taxpayer;
    }

    private sealed class CheckingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Cancellation);
            var response = await base.SendAsync(request, ends.Token);
            await response.Content.LoadIntoBufferAsync(ends.Token);
            var body = await response.Content.ReadAsStringAsync(ends.Token);
            Leaks.CheckResponse(request.Method, request.RequestUri!.AbsolutePath, (int)response.StatusCode, body);

            // The sign-in of LocalHost and the Functions host's own paths are not in the contract.
            if (request.RequestUri.Segments is not [_, "dev" or "dev/" or "admin" or "admin/", ..])
            {
                Contract.Shared.Check(request, response, body);
            }

            return response;
        }
    }
}
