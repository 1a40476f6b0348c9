using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Eds.Tests;

public enum FaultMoment
{
    /// <summary>The server never sees the request.</summary>
    Before,

    /// <summary>The server has applied it, and the answer is lost.</summary>
    After,
}

public enum FaultSpan
{
    /// <summary>One attempt of the SDK fails; its own retry goes through, and may meet what the first attempt wrote.</summary>
    HiddenBySdk,

    /// <summary>One call fails for the product.</summary>
    Once,

    /// <summary>Everything fails from there on, reads too.</summary>
    FromThenOn,
}

/// <summary>Makes the storage of one host fail at its n-th write.</summary>
public sealed class StorageFaults
{
    private readonly Lock _gate = new();
    private (int Write, FaultMoment Moment, FaultSpan Span)? _armed;
    private int _writes;

    public StorageFaults()
    {
        Final = new Policy(this, hidden: false);
        Hidden = new Policy(this, hidden: true);
    }

    public HttpPipelinePolicy Final { get; }

    public HttpPipelinePolicy Hidden { get; }

    /// <summary>Whether the armed fault has happened.</summary>
    public bool Fired { get; private set; }

    /// <summary>Writes (transactions and single rows) and reads since the last <see cref="Arm"/> or <see cref="Count"/>.</summary>
    public int Writes { get; private set; }

    public int Reads { get; private set; }

    /// <summary>Called at every write, before it is sent.</summary>
    public Action? OnWrite { get; set; }

    public void Arm(int write, FaultMoment moment, FaultSpan span) => Reset((write, moment, span));

    public void Disarm() => Reset(null, keepFired: true);

    public void Count() => Reset(null);

    private void Reset((int, FaultMoment, FaultSpan)? armed, bool keepFired = false)
    {
        lock (_gate)
        {
            (_armed, _writes, Writes, Reads, Fired) = (armed, 0, 0, 0, keepFired && Fired);
        }
    }

    private FaultMoment? Next(bool write, bool hidden)
    {
        lock (_gate)
        {
            if (!hidden)
            {
                Writes += write ? 1 : 0;
                Reads += write ? 0 : 1;
            }

            if (_armed is not var (at, moment, span) || hidden != (span is FaultSpan.HiddenBySdk))
            {
                return null;
            }

            if (Fired)
            {
                return span is FaultSpan.FromThenOn ? FaultMoment.Before : null;
            }

            if (!write || _writes++ < at)
            {
                return null;
            }

            Fired = true;
            return moment;
        }
    }

    private sealed class Policy(StorageFaults faults, bool hidden) : HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (!hidden && message.Request.Method != RequestMethod.Get)
            {
                faults.OnWrite?.Invoke();
            }

            var fault = faults.Next(message.Request.Method != RequestMethod.Get, hidden);
            if (fault is not FaultMoment.Before)
            {
                await ProcessNextAsync(message, pipeline);
            }

            if (fault is not null)
            {
                throw new RequestFailedException(0, "Injected: the connection was lost.", new IOException("Injected."));
            }
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            ProcessNext(message, pipeline); // tests look at storage so; the product never does
    }
}
