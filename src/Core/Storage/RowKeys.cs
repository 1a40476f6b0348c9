namespace Eds.Core;

/// <summary>
/// The only place where keys of table rows are built. Digests are those of <see cref="LookupKey"/>: no key contains a personal code.
/// A kind ends with <c>|</c>; the next character, <c>}</c>, is the upper bound of its range.
/// </summary>
internal static class RowKeys
{
    public const string Taxpayer = "taxpayer";
    public const string TotalAttempts = "total";
    public const int SecretIdLength = 16;
    private const int InvertedLength = 19;

    // Callers send ids of users and secrets: check them before they become part of a key.
    public static bool IsUserId(string text) => text.Length == LookupKey.DigestLength && Crockford.IsCanonical(text);
    public static bool IsSecretId(string text) => text.Length == SecretIdLength && Crockford.IsCanonical(text);

    public static string User(string userId) => $"user|{userId}";

    /// <summary>The secretId to read for an unknown client, so that it costs what a known one does. No secret has it.</summary>
    public static string DecoySecretOf(ClientId clientId) => clientId.Compact.Substring(TaxpayerId.Length, SecretIdLength);

    public static string Client(ClientId clientId) => Client(clientId.Compact);
    public static string Client(string compactId) => $"client|{compactId}";
    public static string Driver(string digest) => $"driver|{digest}";
    public static string Secret(string secretId) => $"secret|{secretId}";
    public static string SecretName(string digest) => $"secretname|{digest}";
    public static string Request(string digest) => $"request|{digest}";
    public static string Token(string tokenId) => $"token|{tokenId}";
    public static string Batch(string batchId) => $"batch|{batchId}";

    public static string ClientAttempts(ClientId clientId, string network) => $"client|{clientId.Compact}|{network}";

    /// <summary>Over all networks.</summary>
    public static string ClientAttempts(ClientId clientId) => $"{TotalAttempts}|{clientId.Compact}";

    public static string TaxpayerAttempts(string network) => $"taxpayer|{network}";
    public static string TaxpayerAttempts() => "taxpayer";

    public static string Event(DateTimeOffset at, string eventId) => $"event|{Inverted(at)}|{eventId}";
    public static string EventsBefore(DateTimeOffset at) => $"event|{Inverted(at)}}}";

    public static string CarriagePartition(string taxpayerId, DateTimeOffset startedAt) => CarriagePartition(taxpayerId, Month(startedAt));
    public static string CarriagePartition(string taxpayerId, string month) => taxpayerId + month;
    public static string Carriage(DateTimeOffset startedAt, string digest) => Inverted(startedAt) + digest;

    /// <summary>After the keys of all rides that started at this time or later.</summary>
    public static string CarriagesBefore(DateTimeOffset at) => Inverted(at) + "}";

    public static string CarriageDigest(string rowKey) => rowKey[InvertedLength..];

    public static DateTimeOffset CarriageStart(string rowKey) => new(
        DateTimeOffset.MaxValue.UtcTicks - long.Parse(rowKey.AsSpan(0, InvertedLength), NumberStyles.None, CultureInfo.InvariantCulture),
        TimeSpan.Zero);

    /// <summary>202601, in UTC.</summary>
    public static string Month(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);

    public static DateTimeOffset MonthStart(string month) =>
        DateTimeOffset.ParseExact(month, "yyyyMM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static string RegistrationPartition(string digest) => $"registration|{digest}";
    public static string PersonPartition(string digest) => $"person|{digest}";

    public static string PurgeDay(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public static string Due(string kind, string taxpayerId) => $"{kind}|{taxpayerId}";
    public static string Due(string kind, string taxpayerId, string id) => $"{kind}|{taxpayerId}|{id}";

    /// <summary>Exclusive bounds of the keys of a kind: <c>client|</c> and <c>client}</c>.</summary>
    public static (string From, string To) Range(string kind) => (kind + "|", kind + "}");

    /// <summary>The id in <c>client|…</c>.</summary>
    public static string IdOf(string rowKey) => rowKey[(rowKey.IndexOf('|', StringComparison.Ordinal) + 1)..];

    private static string Inverted(DateTimeOffset at) => // newest first
        (DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);
}
