namespace Eds.Core;

/// <summary>A version whose value was found sound, with the key made of it.</summary>
internal sealed record CachedKey<T>(string Version, DateTimeOffset CreatedAt, T Key);
