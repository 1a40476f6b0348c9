using Microsoft.Extensions.Logging;

namespace Eds.LocalHost;

/// <summary>What LocalHost logs. An id never changes its meaning.</summary>
internal static partial class HostEvents
{
    [LoggerMessage(9001, LogLevel.Error, "Function {Function} failed")]
    public static partial void FunctionFailed(ILogger log, string function, Exception cause);

    [LoggerMessage(9002, LogLevel.Information, "Timer function {Function} runs")]
    public static partial void TimerRuns(ILogger log, string function);
}
