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

/// <summary>RFC 7662: whether a token is good now. A client learns about its own tokens only, an operator about any.</summary>
public sealed class IntrospectToken(AccessControl access, ClientAuthentication authentication, DeviceAuthentication devices, Settings settings)
{
    [Function(nameof(IntrospectToken))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxi/introspect")] HttpRequest request, CancellationToken cancellation) =>
        access.ClientOrOperatorAsync(request, async isOperator =>
        {
            if (isOperator)
            {
                var (form, error) = await OAuthForm.ReadAsync(request, cancellation);
                return form is null ? error!
                    : form.Value("client_secret") is not null ? OAuthError.MultipleMethods()
                    : ClientRequest.TokenIsNeeded(form) ?? await AnswerAsync(form, null, cancellation);
            }

            var (from, refusal) = await ClientRequest.ReadAsync(request, authentication, settings, ClientRequest.TokenIsNeeded, cancellation);
            return from is null ? refusal! : await AnswerAsync(from.Form, from.Client, cancellation);
        });

    /// <param name="owner">Null: whoever's.</param>
    private async Task<IResult> AnswerAsync(OAuthForm form, AuthenticatedClient? owner, CancellationToken cancellation)
    {
        var device = await devices.AuthenticateAsync(form.Value("token")!, cancellation);
        return TypedResults.Json(
            device is not null && (owner is null || owner.ClientId == device.Client.ClientId) ? From(device) : new IntrospectionBody(false),
            Json.Contract.IntrospectionBody);
    }

    private IntrospectionBody From(Device device)
    {
        var clientId = device.Client.ClientId.ToString();
        return new IntrospectionBody(
            true,
            clientId,
            "Bearer",
            device.Token.ExpiresAt.ToUnixTimeSeconds(),
            device.Token.IssuedAt.ToUnixTimeSeconds(),
            clientId,
            settings.Audience,
            settings.Issuer,
            device.Token.TokenId);
    }
}
