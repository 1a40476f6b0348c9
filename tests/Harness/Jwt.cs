using System.Buffers.Text;

namespace Eds.Tests;

internal sealed record Jwt(JsonObject Header, JsonObject Payload)
{
    public static Jwt Read(string token)
    {
        var parts = token.Split('.');
        return new Jwt(Part(parts[0]), Part(parts[1]));
    }

    public Jwt With(string claim, JsonNode? value) => this with { Payload = Changed(Payload, claim, value) };
    public Jwt WithHeader(string name, JsonNode? value) => this with { Header = Changed(Header, name, value) };

    public string SignedBy(ECDsa key) => Signed(text => key.SignData(text, HashAlgorithmName.SHA256));

    /// <summary>ES256 by a key that nobody has published, under the name of one that is.</summary>
    public string SignedByAForeignKey()
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SignedBy(foreign);
    }

    /// <summary>The attack on verifiers that let the token choose: HS256, keyed with what everyone knows of the key.</summary>
    public string SignedWithThePublicKeyAsSecret(ECDsa key) =>
        WithHeader("alg", "HS256").Signed(text => HMACSHA256.HashData(key.ExportSubjectPublicKeyInfo(), text));

    public string Unsigned() => WithHeader("alg", "none").Signed(_ => []);

    private static JsonObject Changed(JsonObject part, string name, JsonNode? value)
    {
        var changed = (JsonObject)part.DeepClone();
        changed.Remove(name);
        if (value is not null)
        {
            changed[name] = value;
        }

        return changed;
    }

    private static JsonObject Part(string encoded) => JsonNode.Parse(Base64Url.DecodeFromChars(encoded))!.AsObject();

    private string Signed(Func<byte[], byte[]> sign)
    {
        var text = $"{Encode(Header)}.{Encode(Payload)}";
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
