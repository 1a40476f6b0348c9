using System.Text;

namespace Eds.Tests;

/// <summary>Bodies that are JSON, but not of the call's shape: the pointer names the place.</summary>
public sealed class BodyFieldTest
{
    [Theory]
    [InlineData("EnrolTaxpayer", """{"registrationNumber": 40003521600}""", "/registrationNumber")]
    [InlineData("EnrolTaxpayer", """{"name": true}""", "/name")]
    [InlineData("EnrolTaxpayer", """{"kind": 1}""", "/kind")]
    [InlineData("EnrolTaxpayer", """{"rightsManager": "Anna"}""", "/rightsManager")]
    [InlineData("EnrolTaxpayer", """{"rightsManager": {"personalCode": 1}}""", "/rightsManager/personalCode")]
    [InlineData("AddUser", """{"personalCode": []}""", "/personalCode")]
    [InlineData("AddUser", """{"name": {}}""", "/name")]
    [InlineData("ChangeRights", """{"rightsManager": "true"}""", "/rightsManager")]
    [InlineData("ChangeRights", """{"rightsManager": true, "taxiApiConfiguration": 1}""", "/taxiApiConfiguration")]
    [InlineData("RegisterClients", """{"secret": "of the fleet"}""", "/secret")]
    [InlineData("RegisterClients", """{"secret": {"value": 1}}""", "/secret/value")]
    [InlineData("RegisterClients", """{"secret": {"generate": "true"}}""", "/secret/generate")]
    [InlineData("RegisterClients", """{"secret": {"secretId": {}}}""", "/secret/secretId")]
    [InlineData("RegisterClients", """{"drivers": {}}""", "/drivers")]
    [InlineData("RegisterClients", """{"drivers": ["Anna"]}""", "/drivers/0")]
    [InlineData("RegisterClients", """{"drivers": [{}, {}, {"personalCode": 1}]}""", "/drivers/2/personalCode")]
    [InlineData("SearchClients", """{"search": 1}""", "/search")]
    [InlineData("SearchClients", """{"limit": "5"}""", "/limit")]
    [InlineData("RotateSecret", """{"overlapHours": "5"}""", "/overlapHours")]
    [InlineData("SearchClients", """{"state": false}""", "/state")]
    [InlineData("SearchClients", """{"continuation": []}""", "/continuation")]
    [InlineData("RenameDriver", """{"driver": []}""", "/driver")]
    [InlineData("RenameDriver", """{"driver": {"name": 1}}""", "/driver/name")]
    public Task A_value_of_the_wrong_type_is_named(string call, string json, string place) => RefusesAsync(call, json, $"{place} wrong-type");

    [Theory]
    [InlineData("EnrolTaxpayer", """{"rightsManager": {"rights": 1}}""", "/rightsManager/rights")]
    [InlineData("EnrolTaxpayer", """{"Name": "SIA"}""", "/Name")]
    [InlineData("RegisterClients", """{"secret": {"hint": 1}}""", "/secret/hint")]
    [InlineData("RegisterClients", """{"drivers": [{}, {"age": 1}]}""", "/drivers/1/age")]
    [InlineData("RenameDriver", """{"driver": {"personalCode": "x"}}""", "/driver/personalCode")]
    public Task An_unknown_field_is_named_where_it_stands(string call, string json, string place) =>
        RefusesAsync(call, json, $"{place} unknown-field");

    [Theory]
    [InlineData("EnrolTaxpayer", """{"name": "SIA", "name": "SIA"}""", "/name")]
    [InlineData("EnrolTaxpayer", """{"rightsManager": {"name": "A", "name": "B"}}""", "/rightsManager/name")]
    [InlineData("AddUser", """{"name": "A", "name": "B"}""", "/name")]
    [InlineData("AddUser", """{"name": "A", "n\u0061me": "B"}""", "/name")]
    [InlineData("ChangeRights", """{"rightsManager": false, "rightsManager": true}""", "/rightsManager")]
    [InlineData("RegisterClients", """{"secret": {"generate": true, "generate": true}}""", "/secret/generate")]
    [InlineData("RegisterClients", """{"drivers": [], "drivers": []}""", "/drivers")]
    [InlineData("SearchClients", """{"limit": 1, "limit": 2}""", "/limit")]
    [InlineData("RenameDriver", """{"driver": {"name": "A", "name": "B"}}""", "/driver/name")]
    public Task A_repeated_field_is_named(string call, string json, string place) => RefusesAsync(call, json, $"{place} repeated-field");

    [Theory]
    [InlineData("EnrolTaxpayer", """{"name": "\ud800"}""", "/name")]
    [InlineData("EnrolTaxpayer", """{"kind": "\udc00"}""", "/kind")]
    [InlineData("AddUser", """{"name": "a\udc00b"}""", "/name")]
    [InlineData("RegisterClients", """{"drivers": [{"name": "\ud800\ud800"}]}""", "/drivers/0/name")]
    [InlineData("RegisterClients", """{"secret": {"value": "\ud800"}}""", "/secret/value")]
    [InlineData("SearchClients", """{"search": "\ud800x"}""", "/search")]
    [InlineData("RenameDriver", """{"driver": {"name": "\ud800"}}""", "/driver/name")]
    public Task Half_a_surrogate_pair_is_no_text(string call, string json, string place) => RefusesAsync(call, json, $"{place} malformed-json");

    [Theory]
    [InlineData("EnrolTaxpayer")]
    [InlineData("AddUser")]
    [InlineData("ChangeRights")]
    [InlineData("RegisterClients")]
    [InlineData("SearchClients")]
    [InlineData("RenameDriver")]
    public async Task Half_a_surrogate_pair_is_no_name_of_a_field(string call) =>
        (await RefuseAsync(call, """{"\ud800": 1}""")).ExpectProblem(400, "invalid-request");

    [Theory]
    [InlineData("AddUser", "{\"name\": \"$\"}", "/name")]
    [InlineData("EnrolTaxpayer", "{\"name\": \"$\"}", "/name")]
    [InlineData("RegisterClients", "{\"drivers\": [{\"name\": \"$\"}]}", "/drivers/0/name")]
    [InlineData("SearchClients", "{\"search\": \"$\"}", "/search")]
    [InlineData("RenameDriver", "{\"driver\": {\"name\": \"$\"}}", "/driver/name")]
    public async Task Bytes_that_are_no_utf_8_are_refused(string call, string json, string place)
    {
        foreach (var bytes in new byte[][] { [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82] })
        {
            var halves = json.Split('$');
            var body = new ByteArrayContent([.. Encoding.ASCII.GetBytes(halves[0]), .. bytes, .. Encoding.ASCII.GetBytes(halves[1])]);
            body.Headers.ContentType = new("application/json");
            (await RefuseAsync(call, body)).ExpectInvalid($"{place} malformed-json");
        }
    }

    [Theory]
    [InlineData("EnrolTaxpayer", "{}", "/kind", "/name", "/registrationNumber", "/rightsManager")]
    [InlineData("EnrolTaxpayer", """{"kind": "legal", "name": "SIA", "rightsManager": {}}""", "/registrationNumber", "/rightsManager/name", "/rightsManager/personalCode")]
    [InlineData("AddUser", "{}", "/name", "/personalCode")]
    [InlineData("AddUser", """{"name": null, "personalCode": null}""", "/name", "/personalCode")]
    [InlineData("ChangeRights", "{}", "/rightsManager", "/taxiApiConfiguration")]
    [InlineData("ChangeRights", """{"rightsManager": true}""", "/taxiApiConfiguration")]
    [InlineData("RegisterClients", "{}", "/drivers", "/secret")]
    [InlineData("RegisterClients", """{"secret": {"generate": true}, "drivers": [null, {}]}""", "/drivers/0", "/drivers/1/name", "/drivers/1/personalCode")]
    [InlineData("RenameDriver", "{}", "/driver")]
    [InlineData("RenameDriver", """{"driver": {}}""", "/driver/name")]
    public Task Missing_fields_are_named_at_once(string call, string json, params string[] places) =>
        RefusesAsync(call, json, [.. places.Select(place => $"{place} required")]);

    private static async Task RefusesAsync(string call, string json, params string[] errors) => (await RefuseAsync(call, json)).ExpectInvalid(errors);

    private static async Task<Answer> RefuseAsync(string call, object body)
    {
        var (route, target) = (ManagementRoutes.Named(call), await Target.EnrolAsync());
        var before = await Snapshot.OfAsync(target.Taxpayer);

        var answer = await route.SendAsync(target, await route.TokenAsync(target), body);

        await before.ExpectUnchangedAsync();
        return answer;
    }
}
