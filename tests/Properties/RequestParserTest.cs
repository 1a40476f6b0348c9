using System.Net.Http.Headers;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

[Properties(Arbitrary = [typeof(Inputs)], MaxTest = 2_000, Replay = "20261123,7")]
public sealed class RequestParserTest
{
    private const string FormType = "application/x-www-form-urlencoded";

    [Property]
    public async Task<bool> Any_form_and_any_credentials_give_a_value_or_an_OAuth_error(string text, string credentials, bool isBasic)
    {
        var request = Request(FormType, Encoding.UTF8.GetBytes(isBasic ? text : "grant_type=client_credentials"));
        request.Headers.Authorization = isBasic ? $"Basic {Base64(credentials)}" : credentials;
        var (form, error) = await OAuthForm.ReadAsync(request, Cancellation);
        if (form is null)
        {
            return error!.StatusCode == 400;
        }

        var (read, refusal) = ClientCredentials.Read(request, form);
        return read is null ? refusal!.StatusCode is 400 or 401 : refusal is null;
    }

    [Property]
    public async Task<bool> Any_body_of_a_ride_is_read_or_refused(string text, byte kind)
    {
        string[] types = ["application/json", "application/xml", FormType];
        string[] bodies =
            [text, $"<Carriage><NumberPlate>{text}</NumberPlate></Carriage>", $"{{\"Distance\": {text}}}", $"NumberPlate={text}"];
        var rules = new InputRules();
        var fields = new CarriageFields(rules);
        var request = Request(types[kind % 3], Encoding.UTF8.GetBytes(bodies[kind % 4]));
        if (await CarriageBody.ReadAsync(request, fields, Cancellation) is { } refusal)
        {
            return ((IStatusCodeHttpResult)refusal).StatusCode == 400;
        }

        new CarriageRules(rules, fields, TimeSpan.FromDays(45), new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)).Read();
        return rules.HasErrors;
    }

    [Property]
    public async Task<bool> Credentials_arrive_as_they_were_sent_in_the_header(Credentials client)
    {
        var request = Request(FormType, "grant_type=client_credentials"u8.ToArray());
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Basic", Base64($"{WebUtility.UrlEncode(client.Id)}:{WebUtility.UrlEncode(client.Secret)}"))
                .ToString();
        var (form, _) = await OAuthForm.ReadAsync(request, Cancellation);
        var read = ClientCredentials.Read(request, form!).Credentials!;

        // The literal reading comes second, if it differs.
        return (read.ClientId, read.ClientSecrets[0]) == (client.Id, client.Secret) && read.ClientSecrets.Count <= 2;
    }

    [Property]
    public async Task<bool> A_field_of_any_name_is_refused_with_a_pointer(string name)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object> { [name] = new Dictionary<string, int> { [name] = 1 } });
        var (value, refusal) = await RequestBody.ReadJsonAsync<ChangeClientBody>(Request("application/json", body), Cancellation);
        return name == "driver" || (value is null && refusal is ProblemBody { Errors: [{ Pointer: { Length: < 400 } }] });
    }

    [Property]
    public async Task<bool> A_body_of_any_text_gives_a_value_or_a_refusal(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var (value, refusal) = await RequestBody.ReadJsonAsync<RegisterClientsBody>(Request("application/json", body), Cancellation);
        return value is null ? refusal is ProblemBody { Errors.Count: 1 } : refusal is null;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    internal static HttpRequest Request(string type, byte[] body)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[HeaderNames.ContentType] = type;
        request.ContentLength = body.Length;
        request.Body = new MemoryStream(body);
        return request;
    }
}
