using Azure.Core;
using Azure.Core.Pipeline;

namespace Eds.Bench;

/// <summary>Counts what is sent to storage; if so told, kills this very process at the n-th write, before it is sent or after it was answered.</summary>
internal sealed class CountedCalls(ServerOptions options) : HttpPipelinePolicy
{
    private int _calls;
    private int _writes;

    public int Count => _calls;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _calls);
        var dies = message.Request.Method != RequestMethod.Get && Interlocked.Increment(ref _writes) - 1 == options.DiesAtWrite;
        if (!dies || options.DiesAfterWrite)
        {
            await ProcessNextAsync(message, pipeline);
        }

        if (dies)
        {
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            self.Kill();
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The product calls storage asynchronously only.");
}
