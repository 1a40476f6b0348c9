namespace Eds.Core;

/// <summary>
/// The only place where keys of table rows are built. Digests are those of <see cref="LookupKey"/>: no key holds a personal code.
/// A <c>|</c> ends the kind; the character after it, <c>}</c>, bounds a range.
/// </summary>
internal static class RowKeys
{
    public const string Taxpayer = "taxpayer";
    public const string RegistrationRow = "taxpayer";

    public const string TotalAttempts = "total";

    public const int SecretIdLength = 16;

    /// <summary>Ids of users and secrets come from callers: what is none never becomes part of a key.</summary>
    public static bool IsUserId(string text) => text.Length == LookupKey.DigestLength && Crockford.IsCanonical(text);

    public static bool IsSecretId(string text) => text.Length == SecretIdLength && Crockford.IsCanonical(text);

    public static string User(string userId) => $"user|{userId}";

    /// <summary>No secret has this id; it is read for an unknown client, so that both cost the same. The random part of the client_id.</summary>
    public static string DecoySecretOf(ClientId clientId) => clientId.Compact.Substring(TaxpayerId.Length, SecretIdLength);

    public static string Client(ClientId clientId) => Client(clientId.Compact);

    public static string Client(string compactId) => $"client|{compactId}";

    public static string Driver(string digest) => $"driver|{digest}";

    public static string Secret(string secretId) => $"secret|{secretId}";

    public static string SecretName(string digest) => $"secretname|{digest}";

    public static string Request(string digest) => $"request|{digest}";

    public static string Token(string tokenId) => $"token|{tokenId}";

    public static string Batch(string batchId) => $"batch|{batchId}";

    /// <summary>Of one network; the other, over all.</summary>
    public static string ClientAttempts(ClientId clientId, string network) => $"client|{clientId.Compact}|{network}";

    public static string ClientAttempts(ClientId clientId) => $"{TotalAttempts}|{clientId.Compact}";

    public static string TaxpayerAttempts(string network) => $"taxpayer|{network}";

    public static string TaxpayerAttempts() => "taxpayer";

    /// <summary>Newest first: the time is inverted. 19 digits, so that text order is number order.</summary>
    public static string Event(DateTimeOffset at, string eventId) => $"event|{Inverted(at)}|{eventId}";

    public static string EventsBefore(DateTimeOffset at) => $"event|{Inverted(at)}}}";

    public static string RegistrationPartition(string digest) => $"registration|{digest}";

    public static string PersonPartition(string digest) => $"person|{digest}";

    public static string PurgeDay(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public static string Due(string kind, string taxpayerId) => $"{kind}|{taxpayerId}";

    public static string Due(string kind, string taxpayerId, string id) => $"{kind}|{taxpayerId}|{id}";

    /// <summary>All keys of a kind lie from the first (not met itself) to before the second: <c>client|</c> to <c>client}</c>.</summary>
    public static (string From, string To) Range(string kind) => (kind + "|", kind + "}");

    /// <summary>What follows the kind: the id in <c>client|…</c>.</summary>
    public static string IdOf(string rowKey) => rowKey[(rowKey.IndexOf('|', StringComparison.Ordinal) + 1)..];

    private static string Inverted(DateTimeOffset at) =>
        (DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);
}
