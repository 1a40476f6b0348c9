using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Eds.Client;

/// <summary>An HTTP answer. Its body is read as JSON when it is asked for.</summary>
public class Answer(HttpResponseMessage response, string text)
{
    public HttpResponseMessage Response => response;

    public int Status => (int)response.StatusCode;

    public string Text => text;

    public string? MediaType => response.Content.Headers.ContentType?.MediaType;

    /// <summary>A refusal of the management API; else null.</summary>
    public ProblemBody? Problem => MediaType is "application/problem+json" ? Read(ContractJson.Default.ProblemBody) : null;

    /// <summary>A refusal of a taxi route; else null. (Health has another body.)</summary>
    public OAuthErrorBody? OAuthError =>
        Status >= 400 && MediaType is "application/json" && text.Contains("\"error\":", StringComparison.Ordinal)
            ? Read(ContractJson.Default.OAuthErrorBody)
            : null;

    /// <summary>The problem's code, or the OAuth error; null if this is no refusal.</summary>
    public string? Code => Problem?.Code ?? OAuthError?.Error;

    /// <summary>The problem's field errors as "pointer code", in order.</summary>
    public IReadOnlyList<string> Errors => [.. (Problem?.Errors ?? []).Select(error => $"{error.Pointer} {error.Code}")];

    /// <summary>Null: there is no such header.</summary>
    public string? Header(string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    /// <summary>Shows a body only if it is a refusal's: any other may hold a secret.</summary>
    public override string ToString() => Code is null ? $"{Status}" : $"{Status} {text}";

    private protected T Read<T>(JsonTypeInfo<T> type)
        where T : class => JsonSerializer.Deserialize(text, type) ?? throw new JsonException("The body is null.");
}

/// <summary>An answer with a body that the contract describes.</summary>
public sealed class Answer<T>(HttpResponseMessage response, string text, JsonTypeInfo<T> type) : Answer(response, text)
    where T : class
{
    private T? _value;

    /// <exception cref="InvalidOperationException">It is a refusal.</exception>
    public T Value => _value ??= Code is null ? Read(type) : throw new InvalidOperationException($"No value but {this}.");
}
