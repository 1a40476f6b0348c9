using Azure.Core;
using Azure.Core.Pipeline;

namespace Eds.Bench;

/// <summary>Counts calls to storage, and kills its own process at the n-th write if the options ask for it.</summary>
/// <remarks>Writes count from <see cref="HostStarted"/> on: a host creates missing tables before it answers.</remarks>
internal sealed class StorageCallPolicy(ServerOptions options) : HttpPipelinePolicy
{
    private int _calls;
    private int _writes = int.MinValue;
    public int Count => _calls;

    public void HostStarted() => Interlocked.Exchange(ref _writes, 0);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _calls);
        var isFatal = message.Request.Method != RequestMethod.Get && Interlocked.Increment(ref _writes) - 1 == options.KillAtWrite;
        if (!isFatal || options.KillAfterWrite)
        {
            await ProcessNextAsync(message, pipeline);
        }

        if (isFatal)
        {
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            self.Kill();
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The product calls storage asynchronously only.");
}
