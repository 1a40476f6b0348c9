namespace Eds.LocalHost;

/// <summary>A start refused for a reason that a person can act on. The message is one sentence saying what to do.</summary>
public sealed class CannotStartException(string message, Exception? cause = null) : InvalidOperationException(message, cause);
