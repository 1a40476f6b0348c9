namespace Eds.Core;

/// <summary>A record that prints nothing of what it holds, so that no log shows a secret, a token or a personal code.</summary>
public abstract record Redacted
{
    public sealed override string ToString() => "[redacted]";
}
