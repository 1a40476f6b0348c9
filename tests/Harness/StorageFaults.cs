using System.IO.Pipelines;
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

public sealed class StorageFaults : IDisposable
{
    private readonly HttpClientTransport _transport;
    private int _answersCut;
    private readonly Lock _gate = new();
    private (int Write, FaultMoment Moment, FaultSpan Span)? _armed;
    private Func<Task>? _meanwhile;
    private int _writes;

    public StorageFaults()
    {
        Final = new Policy(this, hidden: false);
        Hidden = new Policy(this, hidden: true);
        _transport = new HttpClientTransport(new CuttingHandler(this));
    }

    public HttpPipelineTransport Transport => _transport;

    /// <summary>While true, the connection ends after the first byte of an answer's body, on every attempt.</summary>
    public bool CutsAnswers { get; set; }

    public int AnswersCut => Volatile.Read(ref _answersCut);
    public HttpPipelinePolicy Final { get; }
    public HttpPipelinePolicy Hidden { get; }
    public bool Fired { get; private set; }

    /// <summary>Writes (transactions and single rows) and reads since the last <see cref="Arm"/> or <see cref="Count"/>.</summary>
    public int Writes { get; private set; }

    public int Reads { get; private set; }

    /// <summary>Called at every write, before it is sent.</summary>
    public Action? OnWrite { get; set; }

    public void Arm(int write, FaultMoment moment, FaultSpan span) => Reset((write, moment, span));
    public void Disarm() => Reset(null, keepFired: true);
    public void Count() => Reset(null);

    /// <summary>Does something once, while the n-th write from now waits to be sent. Its own writes are not counted.</summary>
    public void Meanwhile(int write, Func<Task> deed) =>
        _meanwhile = () => Interlocked.Decrement(ref write) == -1 ? deed() : Task.CompletedTask;

    public void Dispose() => _transport.Dispose();

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

            if (Fired || !write || _writes++ < at)
            {
                return Fired && span is FaultSpan.FromThenOn ? FaultMoment.Before : null;
            }

            Fired = true;
            return moment;
        }
    }

    private sealed class CuttingHandler(StorageFaults faults) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (!faults.CutsAnswers)
            {
                return response;
            }

            Interlocked.Increment(ref faults._answersCut);
            var body = new Pipe();
            await body.Writer.WriteAsync("{"u8.ToArray(), cancellationToken);
            await body.Writer.CompleteAsync(new HttpIOException(HttpRequestError.ResponseEnded));
            var whole = response.Content;
            response.Content = new StreamContent(body.Reader.AsStream());
            foreach (var (name, values) in whole.Headers)
            {
                response.Content.Headers.TryAddWithoutValidation(name, values);
            }

            return response;
        }
    }

    private sealed class Policy(StorageFaults faults, bool hidden) : HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var isWrite = message.Request.Method != RequestMethod.Get;
            if (!hidden && isWrite)
            {
                faults.OnWrite?.Invoke();
                await (faults._meanwhile?.Invoke() ?? Task.CompletedTask);
            }

            var fault = faults.Next(isWrite, hidden);
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
