namespace Eds.Functions;

/// <summary>RFC 7662 §2.2. All but <paramref name="Active"/> only if active.</summary>
public sealed record IntrospectionBody(
    bool Active,
    [property: JsonPropertyName("client_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientId = null,
    [property: JsonPropertyName("token_type"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TokenType = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Exp = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Iat = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sub = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Aud = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Iss = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Jti = null);

/// <summary>RFC 7662: whether a token works now. A client may ask about its own tokens only, an operator about any.</summary>
public sealed class IntrospectToken(AccessControl access, DeviceAuthentication devices, EdsOptions options)
{
    [Function(nameof(IntrospectToken))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxi/introspect")] HttpRequest request,
        CancellationToken cancellation)
    {
        var (isOperator, refusal) = await access.OperatorOrClientAsync(request);
        if (refusal is not null)
        {
            return refusal;
        }

        var (form, unreadable) = await OAuthForm.ReadAsync(request, cancellation);
        if (form is null)
        {
            return unreadable!;
        }

        if (isOperator && form.Value("client_secret") is not null)
        {
            return OAuthError.MultipleMethods();
        }

        if (form.Value("token")?.Trim() is not { } token)
        {
            return OAuthError.TokenMissing();
        }

        ClientId? owner = null;
        if (!isOperator)
        {
            var (client, error) = await access.ClientAsync(request, form);
            if (client is null)
            {
                return error!;
            }

            owner = client.ClientId;
        }

        var device = await devices.AuthenticateAsync(token, cancellation);
        return Json.Answer(
            device is not null && (isOperator || owner == device.Client.ClientId) ? ToBody(device) : new IntrospectionBody(false));
    }

    private IntrospectionBody ToBody(Device device)
    {
        var clientId = device.Client.ClientId.ToString();
        return new IntrospectionBody(
            true,
            clientId,
            "Bearer",
            device.Token.ExpiresAt.ToUnixTimeSeconds(),
            device.Token.IssuedAt.ToUnixTimeSeconds(),
            clientId,
            options.Tokens.Audience,
            options.Tokens.Issuer,
            device.Token.TokenId);
    }
}
