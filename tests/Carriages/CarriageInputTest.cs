namespace Eds.Tests;

public sealed class CarriageInputTest : IAsyncLifetime
{
    private const string Namespace = "xmlns=\"http://example.lv\"";

    private ReportingDevice _device = null!;

    public async ValueTask InitializeAsync() => _device = await ReportingDevice.RegisterAsync();
    public async ValueTask DisposeAsync() => Assert.Empty(await _device.ReceivedAsync());

    [Theory]
    [InlineData(
        "CarriersTaxpayerCode", "carrier-code-invalid", "\"40003521601\"", "\"4000352160\"", "\"400035216000\"", "\"161175-19997\"",
        "\"abcdefghijk\"")]
    [InlineData("DriversPersonCode", "personal-code-invalid", "\"161175-19998\"", "\"3900000000\"", "\"390000-000000\"")]
    [InlineData(
        "NumberPlate", "number-plate-invalid", "\"A\"", "\"--- -\"", "\"ABCDEFGHIJKLM\"", "\"ĀB12\"", "\"AB/12\"", "\"\\u0410\\u041212\"")]
    [InlineData("StartDateTime", "time-invalid", "\"yesterday\"", "\"2026-02-30T10:00:00\"")]
    [InlineData("EndDateTime", "time-invalid", "\"2026-01-31\"", "\"2026-01-31T25:00:00Z\"")]
    [InlineData("Distance", "amount-invalid", "-1", "1e400", "1e10", "0.1234567", "1000000000.1")]
    [InlineData("ServiceFee", "amount-invalid", "-0.01", "1e-7")]
    [InlineData("Commission", "amount-invalid", "-5")]
    [InlineData("GrandTotal", "amount-invalid", "1e400")]
    [InlineData("PaymentType", "unknown-value", "\"Cash\"", "\"gold\"", "\"paymentcard\"")]
    [InlineData("SerialNumber", "serial-number-invalid", "\"AB\"", "\"12345678901234\"", "\"AB\\u0000CD\"", "\"SĒRIJA\"")]
    [InlineData("NumberPlate", "wrong-type", "5", "[\"TX1234\"]")]
    [InlineData("PaymentType", "wrong-type", "true")]
    [InlineData("Distance", "wrong-type", "\"7.4\"", "{}")]
    [InlineData("GrandTotal", "wrong-type", "false")]
    public Task A_field_that_breaks_its_rule_is_named(string name, string code, params string[] values) =>
        Assert.AllAsync(values, async value =>
            (await SendAsync(ride => ride[name] = JsonNode.Parse(value))).ExpectInvalid($"/{name} {code}"));

    [Fact]
    public Task A_field_that_must_be_there_is_asked_for() => Assert.AllAsync<string>(
        [
            "CarriersTaxpayerCode", "DriversPersonCode", "NumberPlate", "StartDateTime", "EndDateTime", "Distance", "ServiceFee",
        ],
        async name =>
        {
            (await SendAsync(ride => ride.Remove(name))).ExpectInvalid($"/{name} required");
            (await SendAsync(ride => ride[name] = null)).ExpectInvalid($"/{name} required");
            var other = char.ToLowerInvariant(name[0]) + name[1..];
            (await SendAsync(ride => (ride[other], ride[name]) = (ride[name]!.DeepClone(), null)))
                .ExpectInvalid($"/{name} required", $"/{other} unknown-field");
            if (name is not ("Distance" or "ServiceFee"))
            {
                (await SendAsync(ride => ride[name] = " ")).ExpectInvalid($"/{name} required");
            }
        });

    [Fact]
    public async Task All_faults_are_named_at_once() => (await _device.PostAsync(
        """
        {"NumberPlate":"TX1234","NumberPlate":"TX1234","a/b~c":1,"Distance":-1,"ServiceFee":"1","DriversPersonCode":"x","EndDateTime":"x",
         "PaymentType":"x"}
        """))
        .ExpectInvalid(
            "/CarriersTaxpayerCode required", "/DriversPersonCode personal-code-invalid", "/NumberPlate repeated-field",
            "/a~1b~0c unknown-field",
            "/StartDateTime required", "/EndDateTime time-invalid", "/Distance amount-invalid", "/ServiceFee wrong-type",
            "/PaymentType unknown-value");

    [Theory]
    [InlineData(-46 * 24, 1, "/StartDateTime too-early")]
    [InlineData(25, 1, "/StartDateTime too-late", "/EndDateTime too-late")]
    [InlineData(1, 24, "/EndDateTime too-late")]
    [InlineData(-5, -1, "/EndDateTime ends-before-start")]
    public async Task A_ride_of_another_time_is_refused(int beganHours, int lastedHours, params string[] errors)
    {
        var start = ReportingDevice.Now.AddHours(beganHours);

        (await _device.ReportAsync(_device.Ride(start) with { EndDateTime = ReportingDevice.Time(start.AddHours(lastedHours)) }))
            .ExpectInvalid(errors);
    }

    [Theory]
    [InlineData(
        "application/json", "malformed-json", "", "{", "{\"Distance\":NaN}", "{\"Distance\":+1}", "{\"Distance\":01}",
        "{\"NumberPlate\":\"\\uD800\"}")]
    [InlineData("application/json", "wrong-type", "[]", "null", "\"TX1234\"")]
    [InlineData("application/x-www-form-urlencoded", "malformed-form", "NumberPlate=%", "NumberPlate=%ff", "NumberPlate=ā")]
    public Task What_is_no_json_object_and_no_form_is_refused(string type, string code, params string[] bodies) =>
        Assert.AllAsync(bodies, async body => (await _device.PostAsync(body, type)).ExpectInvalid($" {code}"));

    [Fact]
    public Task What_is_no_plain_xml_is_refused() => Assert.AllAsync<string>(
        [
            "", "{}", "<Carriage>", "<carriage/>", "<Ride/>", $"<Carriage {Namespace}/>", "<a:Carriage xmlns:a=\"http://example.lv\"/>",
            "<Carriage version=\"1\"/>", "<Carriage><Distance unit=\"km\">1</Distance></Carriage>",
            $"<Carriage><Distance {Namespace}>1</Distance></Carriage>", "<Carriage><Distance><Value>1</Value></Distance></Carriage>",
            "<Carriage><Distance><![CDATA[1]]></Distance></Carriage>", "<Carriage><Distance>7<!-- -->2</Distance></Carriage>",
            "<Carriage><?php echo 1 ?></Carriage>", "<Carriage>text</Carriage>", "<Carriage/><Carriage/>", "<!DOCTYPE Carriage><Carriage/>",
            "<!DOCTYPE c [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><Carriage><Distance>&b;</Distance></Carriage>",
            "<!DOCTYPE c [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Carriage><NumberPlate>&x;</NumberPlate></Carriage>",
            "<!DOCTYPE c SYSTEM \"http://127.0.0.1:9/x.dtd\"><Carriage/>", "<Carriage><NumberPlate>&undeclared;</NumberPlate></Carriage>",
            "<?xml version=\"1.0\" encoding=\"klingon\"?><Carriage/>", "<?xml version=\"1.0\" encoding=\"utf-16\"?><Carriage/>",
            "<Carriage><NumberPlate>\u0001</NumberPlate></Carriage>",
        ],
        async body => (await _device.PostAsync(body, "application/xml")).ExpectInvalid(" malformed-xml"));

    [Fact]
    public async Task Xml_and_forms_name_fields_as_json_does()
    {
        string[] errors =
        [
            "/CarriersTaxpayerCode required", "/DriversPersonCode required", "/StartDateTime required", "/EndDateTime required",
            "/ServiceFee required", "/Distance amount-invalid", "/NumberPlate repeated-field", "/x unknown-field",
        ];
        const string xml = "<Carriage><NumberPlate>TX12</NumberPlate><NumberPlate/><x/><Distance>NaN</Distance></Carriage>";

        (await _device.PostAsync(xml, "text/xml")).ExpectInvalid(errors);
        (await _device.PostAsync("NumberPlate=TX12&NumberPlate=&x=1&Distance=NaN", "application/x-www-form-urlencoded"))
            .ExpectInvalid(errors);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/problem+json")]
    public async Task Another_content_type_is_refused(string? type) =>
        (await _device.PostAsync("{}", type)).Expect(415, "unsupported-media-type");

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_over_8_KiB_is_refused(string type) =>
        (await _device.PostAsync(new string(' ', 8_193), type)).Expect(413, "body-too-large");

    private Task<Answer> SendAsync(Action<JsonObject> change)
    {
        var ride = (JsonObject)JsonSerializer.SerializeToNode(_device.Ride(), CarriageJson.Default.CarriageToReport)!;
        change(ride);
        return _device.PostAsync(ride.ToJsonString());
    }
}
