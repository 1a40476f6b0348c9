using Eds.Tests.Worker.Protocol;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Eds.Tests.Worker;

/// <summary>As much of the Functions host as a worker needs to come up: a gRPC endpoint that asks it for its functions.</summary>
internal sealed class FunctionsHost(string appFolder) : FunctionRpc.FunctionRpcBase
{
    private readonly TaskCompletionSource<(WorkerInitResponse, FunctionMetadataResponse)> _answered =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the app's worker and ends it when it has answered.</summary>
    /// <returns>What it said at start, and the functions it found.</returns>
    public static async Task<(WorkerInitResponse Started, FunctionMetadataResponse Functions)> LoadAsync(
        PublishedApp app, Dictionary<string, string?> settings)
    {
        var host = new FunctionsHost(app.Folder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(host).AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        await using var web = builder.Build();
        web.MapGrpcService<FunctionsHost>();
        await web.StartAsync(Cancellation);

        var start = app.Worker(settings, new Uri(web.Urls.Single()));
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var worker = Process.Start(start)!;
        try
        {
            var output = worker.StandardOutput.ReadToEndAsync(Cancellation);
            var errors = worker.StandardError.ReadToEndAsync(Cancellation);
            var ended = worker.WaitForExitAsync(Cancellation);
            if (await Task.WhenAny(host._answered.Task, ended) == ended)
            {
                Assert.Fail($"The worker ended with {worker.ExitCode}. {await output}{await errors}");
            }

            return await host._answered.Task;
        }
        finally
        {
            worker.Kill(entireProcessTree: true);
        }
    }

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> fromWorker, IServerStreamWriter<StreamingMessage> toWorker, ServerCallContext context)
    {
        try
        {
            Assert.Equal(PublishedApp.WorkerId, (await NextAsync(StreamingMessage.ContentOneofCase.StartStream)).StartStream.WorkerId);
            var init = new WorkerInitRequest { HostVersion = "4.1037.0", FunctionAppDirectory = appFolder };
            await toWorker.WriteAsync(new StreamingMessage { WorkerInitRequest = init });
            var started = (await NextAsync(StreamingMessage.ContentOneofCase.WorkerInitResponse)).WorkerInitResponse;
            await toWorker.WriteAsync(new StreamingMessage { FunctionsMetadataRequest = new() { FunctionAppDirectory = appFolder } });
            var functions = (await NextAsync(StreamingMessage.ContentOneofCase.FunctionMetadataResponse)).FunctionMetadataResponse;
            _answered.SetResult((started, functions));
        }
        catch (Exception e)
        {
            _answered.SetException(e);
        }

        // Logs come in between; they are messages that this protocol leaves out.
        async Task<StreamingMessage> NextAsync(StreamingMessage.ContentOneofCase kind)
        {
            while (await fromWorker.MoveNext(context.CancellationToken))
            {
                if (fromWorker.Current.ContentCase == kind)
                {
                    return fromWorker.Current;
                }
            }

            throw new EndOfStreamException($"The worker left without {kind}.");
        }
    }
}
