namespace Eds.Tests;

/// <summary>Bodies that can be read and break a rule: all faults are named at once, and nothing is written.</summary>
public sealed class InputRulesTest(SharedTarget shared) : IClassFixture<SharedTarget>
{
    private const string Manager = """
        "rightsManager": {"personalCode": "329999-99709", "name": "Anna"}
        """;

    [Theory]
    [InlineData(
        "EnrolTaxpayer",
        """
        {"registrationNumber": "40003521601", "name": "{101 x}", "kind": "legal",
         "rightsManager": {"personalCode": "161175-19998", "name": ""}}
        """,
        "/registrationNumber registration-number-invalid", "/name name-invalid", "/rightsManager/personalCode personal-code-invalid",
        "/rightsManager/name name-invalid")]
    [InlineData(
        "EnrolTaxpayer", $$"""{"registrationNumber": "329999-99709", "name": "SIA", "kind": "legal", {{Manager}}}""",
        "/registrationNumber registration-number-invalid")]
    [InlineData(
        "EnrolTaxpayer", $$"""{"registrationNumber": "40003521600", "name": "SIA", "kind": "natural", {{Manager}}}""",
        "/registrationNumber personal-code-invalid")]
    [InlineData(
        "EnrolTaxpayer", $$"""{"registrationNumber": "40003521600", "name": "SIA", "kind": "Legal", {{Manager}}}""",
        "/kind unknown-value")]
    [InlineData("AddUser", """{"personalCode": "39000-000000", "name": ""}""", "/personalCode personal-code-invalid", "/name name-invalid")]
    [InlineData("ChangeClient", """{"driver": {"name": "Eva\u200B"}}""", "/driver/name name-invalid")]
    [InlineData("ChangeClient", """{"validUntil": "2026-12-31"}""", "/validUntil time-invalid")]
    [InlineData("ChangeClient", """{"validUntil": "2026-12-31T00:00:00"}""", "/validUntil time-invalid")]
    [InlineData("ChangeClient", """{"validUntil": "2026-02-30T00:00:00Z"}""", "/validUntil time-invalid")]
    [InlineData("ChangeClient", """{"validUntil": 1798675200}""", "/validUntil time-invalid")]
    [InlineData("ChangeClient", """{"validUntil": ""}""", "/validUntil time-invalid")]
    [InlineData("AnnulClients", """{"clientIds": []}""", "/clientIds item-count")]
    [InlineData("AnnulClients", """{"clientIds": [{1001 clients}]}""", "/clientIds item-count")]
    [InlineData(
        "AnnulClients", """{"clientIds": ["{client}", "tx-nobody", null]}""", "/clientIds/1 client-id-invalid",
        "/clientIds/2 client-id-invalid")]
    [InlineData(
        "AnnulClients", """{"clientIds": ["x"], "reason": "bored"}""", "/clientIds/0 client-id-invalid", "/reason unknown-value")]
    [InlineData("RotateSecrets", """{"secretIds": []}""", "/secretIds item-count")]
    [InlineData("RotateSecrets", """{"secretIds": [{1001 secrets}]}""", "/secretIds item-count")]
    [InlineData(
        "RotateSecrets", """{"secretIds": ["{secret}", "x", null]}""", "/secretIds/1 secret-id-invalid", "/secretIds/2 secret-id-invalid")]
    [InlineData("RotateSecrets", """{"secretIds": ["{secret}"], "overlapHours": 721}""", "/overlapHours overlap-invalid")]
    [InlineData("RotateSecrets", """{"secretIds": ["{secret}"], "overlapHours": 0.5}""", "/overlapHours overlap-invalid")]
    [InlineData("RotateSecret", """{"secret": {"generate": true}, "overlapHours": 721}""", "/overlapHours overlap-invalid")]
    [InlineData("RotateSecret", """{"secret": {"secretId": "{secret}"}}""", "/secret secret-choice")]
    [InlineData("RotateSecret", """{"secret": {"generate": true, "each": true}}""", "/secret secret-choice")]
    [InlineData("RotateSecret", """{"secret": {"value": "wild Vitols kx9q sea"}}""", "/secret/value secret-context-word")] // the driver's
    [InlineData("RotateSecret", """{"secret": {"generate": true, "name": "Rīga"}}""", "/secret/name secret-name-unused")]
    [InlineData("RenameSecret", """{"name": "\u0007"}""", "/name name-invalid")]
    [InlineData("RenameSecret", """{"name": "{101 x}"}""", "/name name-invalid")]
    [InlineData("RestrictSecret", """{"networks": [{21 networks}]}""", "/networks item-count")]
    [InlineData("SearchClients", """{"limit": 501, "state": "gone"}""", "/limit limit-invalid", "/state unknown-value")]
    [InlineData("SearchClients", """{"limit": 0}""", "/limit limit-invalid")]
    [InlineData("SearchClients", """{"limit": 1.5}""", "/limit limit-invalid")]
    [InlineData("SearchClients", """{"continuation": "x"}""", "/continuation continuation-unreadable")]
    [InlineData("RegisterClients", """{"secret": {"generate": true}, "drivers": []}""", "/drivers drivers-count")]
    [InlineData("RegisterClients", """{"secret": {"generate": true}, "drivers": [{1001 drivers}]}""", "/drivers drivers-count")]
    [InlineData(
        "RegisterClients",
        """
        {"secret": {"value": "too short"}, "drivers": [
            {"personalCode": "329999-99709", "name": "Anna"},
            null,
            {"personalCode": "161175-19998", "name": "Anna\u200B"},
            {"personalCode": "32999999709", "name": "Anna"},
            {"name": "Eva"},
            {"personalCode": "328673-00679"},
            {"personalCode": " 329999-99709 ", "name": "Anna", "validUntil": "tomorrow"}]}
        """,
        "/drivers/1 required", "/drivers/2/personalCode personal-code-invalid", "/drivers/2/name name-invalid",
        "/drivers/3/personalCode driver-repeated", "/drivers/4/personalCode required", "/drivers/5/name required",
        "/drivers/6/personalCode driver-repeated", "/drivers/6/validUntil time-invalid", "/secret/value secret-too-short")]
    [InlineData(
        "RegisterClients", """{"secret": {"generate": true, "each": true, "name": "Rīga"}, "drivers": [{1 drivers}]}""",
        "/secret/name secret-name-unused")]
    [InlineData(
        "RegisterClients", """{"secret": {"secretId": "{secret}", "name": "Rīga"}, "drivers": [{1 drivers}]}""",
        "/secret/name secret-name-unused")]
    [InlineData(
        "RegisterClients", """{"secret": {"generate": true, "name": " "}, "drivers": [{1 drivers}]}""", "/secret/name name-invalid")]
    public async Task What_breaks_a_rule_is_named_and_nothing_is_written(string function, string json, params string[] errors)
    {
        var call = shared.Target.Call(function);
        var (client, caller) = (shared.Target.Client, await shared.Target.CallerOfAsync(call));
        var body = Regex.Replace(json, @"\{(?<count>\d+) (?<what>\w+)\}|\{(?<what>client|secret)\}", placeholder =>
        {
            var one = placeholder.Groups["what"].Value switch
            {
                "x" => "x",
                "client" => client.ClientId,
                "clients" => $"\"{client.ClientId}\"",
                "secret" => client.SecretId,
                "secrets" => $"\"{client.SecretId}\"",
                "drivers" => """{"personalCode": "030303-10012", "name": "Anna"}""",
                "networks" => "\"10.0.0.0/8\"",
                _ => throw new ArgumentException(placeholder.Value),
            };
            var count = int.TryParse(placeholder.Groups["count"].ValueSpan, CultureInfo.InvariantCulture, out var many) ? many : 1;
            return string.Join(one is "x" ? "" : ",", Enumerable.Repeat(one, count));
        });

        (await shared.Taxpayer.UnchangedAsync(() => call.SendAsync(caller, EdsClient.Json(body)))).ExpectInvalid(errors);
    }
}
