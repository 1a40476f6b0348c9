namespace Eds.Tests;

/// <summary>Bodies and queries that can be read and break a rule: all faults are named at once, and nothing is written.</summary>
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
    [InlineData("ChangeClient", """{"validUntil": "0001-01-01T00:00:00Z"}""", "/validUntil time-invalid")] // before tables' times begin
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
    [InlineData("RotateSecret", """{"secret": {"value": "{129 x}"}}""", "/secret/value secret-too-long")]
    [InlineData("RotateSecret", """{"secret": {"value": "monkey dragon 12"}}""", "/secret/value secret-common")]
    [InlineData("RotateSecret", """{"secret": {"value": "canary {number} pie kalna"}}""", "/secret/value secret-context-word")]
    [InlineData(
        "RegisterClients", """{"secret": {"value": "canary Parbaude ezers pie kalna"}, "drivers": [{1 drivers}]}""", // SIA Pārbaude
        "/secret/value secret-context-word")]
    [InlineData(
        "RegisterClients",
        """{"secret": {"value": "canary 4irg3lis pie kalna"}, "drivers": [{"personalCode": "030303-10012", "name": "Žanis Airgelis"}]}""",
        "/secret/value secret-context-word")]
    [InlineData(
        "RotateSecret", """{"secret": {"value": "eds_canaryā "}}""", "/secret/value secret-too-short", "/secret/value secret-characters",
        "/secret/value secret-space-at-end", "/secret/value secret-reserved-prefix")]
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
    [InlineData("AddUser", """{"name": "A", "n\u0061me": "B"}""", "/name repeated-field")]
    [InlineData("EnrolTaxpayer", """{"Name": "SIA"}""", "/Name unknown-field")]
    [InlineData("RegisterClients", """{"drivers": [{}, {}, {"personalCode": 1}]}""", "/drivers/2/personalCode wrong-type")]
    [InlineData(
        "EnrolTaxpayer", "{}", "/kind required", "/name required", "/registrationNumber required", "/rightsManager required")]
    [InlineData(
        "EnrolTaxpayer", """{"kind": "legal", "name": "SIA", "rightsManager": {}}""", "/registrationNumber required",
        "/rightsManager/name required", "/rightsManager/personalCode required")]
    [InlineData("AddUser", """{"name": null}""", "/name required", "/personalCode required")]
    [InlineData("ChangeRights", "{}", "/rightsManager required", "/taxiApiConfiguration required")]
    [InlineData("RegisterClients", "{}", "/drivers required", "/secret required")]
    [InlineData("RotateSecret", "{}", "/secret required")]
    [InlineData("ChangeClient", "{}", "/driver required")]
    [InlineData("AnnulClients", "{}", "/clientIds required")]
    [InlineData("RotateSecrets", "{}", "/secretIds required")]
    [InlineData("RestrictSecret", "{}", "/networks required")]
    [InlineData("ChangeClient", """{"driver": {}}""", "/driver/name required")]
    public async Task What_breaks_a_rule_is_named_and_nothing_is_written(string function, string json, params string[] errors)
    {
        var call = shared.Target.Call(function);
        var caller = await shared.Target.CallerOfAsync(call);

        (await shared.Taxpayer.UnchangedAsync(() => call.SendAsync(caller, EdsClient.Json(Filled(json))))).ExpectInvalid(errors);
    }

    [Theory]
    [InlineData("AnnulClient", "/reason unknown-value", "reason=stolen", "reason=Left", "reason=0")]
    [InlineData("AnnulClient", "/reason repeated-field", "reason=left&reason=lost")]
    [InlineData("ListClients", "/limit limit-invalid", "limit=0", "limit=501", "limit=-1", "limit=%2B1", "limit=1.0", "limit=99999999999")]
    [InlineData("ListClients", "/limit limit-invalid, /state unknown-value", "limit=x&state=none")]
    [InlineData("ListClients", "/limit repeated-field", "limit=1&limit=2")]
    [InlineData("ListClients", "/state unknown-value", "state=purged", "state=Active", "state=0", "state=active,annulled")]
    [InlineData("ListClients", "/search search-too-long", "search={1000 x}")]
    [InlineData("ListClients", "/search repeated-field", "search=&search=a")]
    [InlineData(
        "ListClients", "/continuation continuation-unreadable", "continuation=x", "continuation=!!!", "continuation={1000 x}",
        "continuation=dXNlcnxh", "continuation=Y2xpZW50")] // user|a, client
    [InlineData(
        "ListEvents", "/continuation continuation-unreadable", "continuation=x", "continuation=!!!",
        "continuation=Y2xpZW50fGFiYw")] // client|abc
    [InlineData("ListEvents", "/clientId client-id-invalid, /from time-invalid", "clientId=tx-nobody&from=2026-11-23")]
    [InlineData("ListEvents", "/from time-invalid, /to time-invalid", "to=yesterday&from=x")]
    [InlineData("ListEvents", "/action repeated-field", "action=a&action=b")]
    public Task A_query_that_breaks_a_rule_is_refused(string function, string errors, params string[] queries) =>
        Assert.AllAsync(queries, async query =>
        {
            var route = shared.Target.Call(function).Route;
            var asked = route with { Path = $"{route.Path.Split('?')[0]}?{Filled(query)}" };

            (await shared.Taxpayer.UnchangedAsync(() => shared.Taxpayer.Client.SendAsync(asked))).ExpectInvalid(errors.Split(", "));
        });

    [Fact]
    public Task Exactly_one_of_value_generate_and_secretId_is_needed() => shared.Taxpayer.UnchangedAsync(() => Task.WhenAll(
        new[]
        {
            "", "'generate': false", "'each': true", "'each': false", "'generate': false, 'each': true",
            "'value': 'canary birds sing at dawn 7', 'generate': true", "'value': 'canary birds sing at dawn 7', 'generate': false",
            "'value': 'canary birds sing at dawn 7', 'each': true",
            "'value': 'canary birds sing at dawn 7', 'secretId': '0123456789abcdef'",
            "'generate': true, 'secretId': '0123456789abcdef'", "'generate': false, 'secretId': '0123456789abcdef'",
            "'each': true, 'secretId': '0123456789abcdef'", "'value': null, 'generate': null, 'secretId': null",
        }.Select(async secret =>
        {
            var body = $"{{'secret': {{{secret}}}, 'drivers': [{{'personalCode': '329999-99709', 'name': 'Anna'}}]}}".Replace('\'', '"');
            var answer = await shared.Target.Call("RegisterClients").SendAsync(shared.Taxpayer.Client, EdsClient.Json(body));
            return answer.ExpectInvalid("/secret secret-choice");
        })));

    [Fact]
    public async Task A_secretId_that_the_taxpayer_has_not_is_refused()
    {
        var foreign = (await (await TestRun.Client.EnrolAsync()).RegisterOneAsync()).SecretId;
        string[] ids = ["0123456789abcdef", "", "a/b", "a\\b#?%", "' or 'a", "a\nb", "ā", new('a', 100_000), foreign];
        await shared.Taxpayer.UnchangedAsync(() => Task.WhenAll(ids.Select(async id =>
        {
            var answer = await shared.Taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Existing(id));
            return answer.ExpectInvalid("/secret/secretId secret-not-found");
        })));
    }

    /// <summary>With "{101 x}", "{21 networks}" or "{client}" written out.</summary>
    private string Filled(string template) =>
        Regex.Replace(template, @"\{(?<count>\d+) (?<what>\w+)\}|\{(?<what>client|secret|number)\}", placeholder =>
        {
            var (client, what) = (shared.Target.Client, placeholder.Groups["what"].Value);
            var one = what switch
            {
                "x" => "x",
                "client" => client.ClientId,
                "clients" => $"\"{client.ClientId}\"",
                "secret" => client.SecretId,
                "secrets" => $"\"{client.SecretId}\"",
                "drivers" => """{"personalCode": "030303-10012", "name": "Anna"}""",
                "number" => shared.Taxpayer.RegistrationNumber,
                "networks" => "\"10.0.0.0/8\"",
                _ => throw new ArgumentException(what),
            };
            var count = int.TryParse(placeholder.Groups["count"].ValueSpan, CultureInfo.InvariantCulture, out var many) ? many : 1;
            return string.Join(what is "x" ? "" : ",", Enumerable.Repeat(one, count));
        });
}
