using Eds.Tests.LocalHost;

namespace Eds.Tests;

/// <summary>What infra/bicep deploys, read off the compiled templates.</summary>
public sealed class BicepTest
{
    private const string Identity = "reference('identity').principalId";
    private const string HostContainers =
        "Microsoft.Storage/storageAccounts/blobServices/containers variables('hostContainerNames')[copyIndex()]";

    private const string Packages = "Microsoft.Storage/storageAccounts/blobServices/containers 'packages'";

    /// <summary>Settings that are not in <see cref="KnownSettings.All"/>, and who reads each.</summary>
    private static readonly Dictionary<string, string> OfThePlatform = new()
    {
        ["AZURE_CLIENT_ID"] = "DefaultAzureCredential: which identity",
        ["AzureWebJobsStorage__accountName"] = "the Functions host: its own storage",
        ["AzureWebJobsStorage__clientId"] = "the Functions host: with which identity",
        ["AzureWebJobsStorage__credential"] = "the Functions host: by identity, not by key",
        ["AzureWebJobsDisableHomepage"] = "the Functions host: no welcome page",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "host and Telemetry.cs: where telemetry goes; its key is refused there",
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "the Functions host: telemetry by identity",
    };

    /// <summary>
    /// Each setting that makes the app need something, and the roles that it then needs: role id, and the type of what it is given on.
    /// </summary>
    private static readonly (string Setting, string Role, string On)[] Needs =
    [
        ("Tables__Endpoint", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "Microsoft.Storage/storageAccounts/tableServices/tables"),
        ("KeyVault__Uri", "4633458b-17de-408a-b874-0445c86b69e6", "Microsoft.KeyVault/vaults"),
        ("AzureWebJobsStorage__accountName", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", HostContainers),
        ("AzureWebJobsStorage__accountName", "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", Packages),
        ("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "3913510d-42f4-4e42-8a64-420c390055eb", "Microsoft.Insights/components"),
    ];

    /// <summary>Those that a machine without Azure has instead.</summary>
    internal static readonly string[] LocalOnes = ["Tables:ConnectionString", "Keys:Pepper", "Keys:Lookup", "Keys:TokenSigning"];

    [Theory]
    [InlineData("dev.bicepparam")]
    [InlineData("prod.bicepparam")]
    [InlineData("azd.bicepparam")]
    public async Task Parameters_fit(string file) => Assert.NotEmpty((await Bicep.BuildAsync(file)).Resources);

    [Fact]
    public async Task The_app_has_the_settings_that_the_code_reads_and_no_others()
    {
        var expected = KnownSettings.All.Select(setting => setting.Name).Except(LocalOnes)
            .Select(name => name.Replace(":", "__", StringComparison.Ordinal)).Concat(OfThePlatform.Keys);
        var set = (await SettingsAsync()).Select(setting => setting.Key);
        Assert.Equal(expected.Order(StringComparer.Ordinal), set.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_setting_or_output_holds_a_secret()
    {
        var main = await Bicep.Main;
        Assert.DoesNotMatch(
            "(?i)listKeys|listSecrets|listAccountSas|listServiceSas|listCredentials|AccountKey=|SharedAccess|InstrumentationKey"
            + "|primarySharedKey|Microsoft.KeyVault/vaults/secrets",
            main.Json);
        var values = (await SettingsAsync()).Select(setting => KeyValuePair.Create(setting.Key, setting.Value!.ToString()))
            .Concat(main.ModuleOutputs);
        Assert.Equal(
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"],
            values.Where(value => Regex.IsMatch(value.Value, "(?i)connectionString|password|secret")).Select(value => value.Key));

        // That one is an address only as long as its key opens nothing.
        Assert.All(
            main.Of("Microsoft.Insights/components"), insights => Assert.Equal("true", insights.Text("properties.DisableLocalAuth")));
        Assert.All(main.Of("Microsoft.OperationalInsights/workspaces"), workspace =>
            Assert.Equal("true", workspace.Text("properties.features.disableLocalAuth")));
        Assert.DoesNotContain(main.Parameters, parameter =>
            parameter.Value!["type"]!.GetValue<string>().StartsWith("secure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_app_has_the_roles_that_its_settings_call_for_and_no_others()
    {
        var main = await Bicep.Main;
        var settings = await SettingsAsync();
        var assignments = main.Of("Microsoft.Authorization/roleAssignments").Where(assignment => assignment.Symbol != "mayReplacePackage");
        var given = assignments.Select(assignment =>
        {
            Assert.Equal(
                $"[{Identity}]", assignment.Text("properties.principalId")!.Replace(", '2023-01-31'", "", StringComparison.Ordinal));

            // "[resourceId('Microsoft.Storage/…/tables', …)]"; without a scope it would be given on the whole resource group.
            var scope = Regex.Match(
                assignment.Text("scope") ?? "", @"^\[resourceId\('([\w./]+)'.*?((?<=containers'.*), 'default', (?<container>.+))?\)\]$");
            return (main.RoleOf(assignment), On: $"{scope.Groups[1].Value} {scope.Groups["container"].Value}".TrimEnd());
        });
        Assert.Equal(
            Needs.Where(need => settings.ContainsKey(need.Setting)).Select(need => (need.Role, need.On)).Order(),
            given.Order());
    }

    [Fact]
    public async Task Who_deploys_may_replace_the_package_if_anyone_is_named()
    {
        var assignment = (await Bicep.Main).Resources.Single(resource => resource.Symbol == "mayReplacePackage");
        Assert.Equal("[not(empty(parameters('deployerId')))]", assignment.Text("condition"));
        Assert.Equal("[parameters('deployerId')]", assignment.Text("properties.principalId"));
        Assert.Contains("'packages'", assignment.Text("scope"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tables_are_those_of_the_code_and_the_app_may_use_each()
    {
        var main = await Bicep.Main;
        var names = main.Variable("data", "tableNames").AsArray().Select(name => name!.GetValue<string>());
        var tables = typeof(EdsTables).GetProperties()
            .Where(property => property.PropertyType == typeof(Azure.Data.Tables.TableClient)).Select(property => property.Name);
        Assert.Equal(tables.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        Assert.All(["tables", "mayUseTables"], symbol =>
            Assert.Contains("variables('tableNames')", main.At("data", symbol).Text("copy.count"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_opens_with_a_key_or_without_TLS()
    {
        var main = await Bicep.Main;
        var accounts = main.Of("Microsoft.Storage/storageAccounts");
        Assert.Equal(["data", "host"], accounts.Select(account => account.Module));
        Assert.All(accounts, account => Has(account,
            ("allowSharedKeyAccess", "false"), ("defaultToOAuthAuthentication", "true"), ("minimumTlsVersion", "TLS1_2"),
            ("supportsHttpsTrafficOnly", "true"), ("allowBlobPublicAccess", "false"), ("allowCrossTenantReplication", "false")));
        Has(Assert.Single(main.Of("Microsoft.KeyVault/vaults")),
            ("enableRbacAuthorization", "true"), ("enablePurgeProtection", "true"), ("enableSoftDelete", "true"),
            ("softDeleteRetentionInDays", "90"));
        Has(Assert.Single(main.Of("Microsoft.Web/sites")),
            ("httpsOnly", "true"), ("siteConfig.minTlsVersion", "1.2"), ("siteConfig.scmMinTlsVersion", "1.2"),
            ("functionAppConfig.deployment.storage.authentication.type", "UserAssignedIdentity"));
        var passwords = main.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal(2, passwords.Count);
        Assert.All(passwords, policy => Has(policy, ("allow", "false")));
    }

    [Theory]
    [InlineData("vault", "accesses", "Microsoft.KeyVault/vaults", "audit")]
    [InlineData("data", "changes", "Microsoft.Storage/storageAccounts/tableServices", "StorageWrite StorageDelete")]
    public async Task Who_reads_keys_or_changes_rows_is_logged(string module, string symbol, string of, string logged)
    {
        var main = await Bicep.Main;
        var settings = main.At(module, symbol);
        Assert.StartsWith($"[resourceId('{of}', ", settings.Text("scope"), StringComparison.Ordinal);
        Assert.Equal("[parameters('workspaceId')]", settings.Text("properties.workspaceId"));
        var logs = settings.Properties["logs"]!.AsArray();
        Assert.All(logs, log => Assert.True(log!["enabled"]!.GetValue<bool>()));
        Assert.Equal(logged, string.Join(' ', logs.Select(log => log!["category"] ?? log["categoryGroup"])));
    }

    /// <summary>docs/decisions/0007: reachable from anywhere, for those with a role; one parameter each to change that.</summary>
    [Fact]
    public async Task Networks_are_open_as_decided()
    {
        var main = await Bicep.Main;
        Assert.All([("data", "account"), ("vault", "vault")], opened =>
        {
            var (module, symbol) = opened;
            Has(main.At(module, symbol), ("publicNetworkAccess", "[parameters('publicNetworkAccess')]"));
            Assert.DoesNotContain("publicNetworkAccess", main.ArgumentsOf(module));
        });
    }

    /// <summary>Alone, as a caller who goes past it could write X-Azure-ClientIP.</summary>
    [Theory]
    [InlineData("", "api.example.lv", "Allow")]
    [InlineData("0f0b9d44-4a1c-4f7d-9d61-2f0c1f1f5a10", "api.example.lv", "Deny")]
    [InlineData("0f0b9d44-4a1c-4f7d-9d61-2f0c1f1f5a10", "", null)]
    public async Task A_Front_Door_needs_a_domain_and_then_the_app_takes_its_requests_alone(
        string frontDoorId, string apiDomain, string? others)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "front-door.bicepparam");
        await File.WriteAllTextAsync(
            file,
            $"""
            using '{Path.GetRelativePath(folder.Path, Path.Combine(Bicep.Folder, "main.bicep"))}'
            extends '{Path.GetRelativePath(folder.Path, Path.Combine(Bicep.Folder, "dev.bicepparam"))}'
            param frontDoorId = '{frontDoorId}'
            param apiDomain = '{apiDomain}'
            """,
            Cancellation);

        // What Azure would be asked for, reckoned without Azure.
        var (code, output, said) = await Bicep.RunAsync(
        [
            "snapshot", file, "--mode", "overwrite", "--subscription-id", Guid.Empty.ToString(), "--resource-group", "rg-eds-dev",
            "--location", "northeurope",
        ]);
        var snapshot = Path.ChangeExtension(file, ".snapshot.json");
        if (others is null)
        {
            Assert.False(code == 0 || File.Exists(snapshot));
            Assert.Contains("frontDoorId needs apiDomain", output + said, StringComparison.Ordinal);
            return;
        }

        Assert.True(code == 0, output + said);
        var resources = JsonNode.Parse(await File.ReadAllTextAsync(snapshot, Cancellation))!["predictedResources"]!;
        var site = resources.AsArray().Single(resource => resource!["type"]!.GetValue<string>() == "Microsoft.Web/sites")!;
        var config = site["properties"]!["siteConfig"]!;
        Assert.Equal(others, config["ipSecurityRestrictionsDefaultAction"]!.GetValue<string>());
        var rules = config["ipSecurityRestrictions"]!.AsArray().Select(rule =>
            $"{rule!["action"]} {rule["tag"]} {rule["ipAddress"]} {rule["headers"]!["x-azure-fdid"]![0]}");
        Assert.Equal(frontDoorId.Length > 0 ? [$"Allow ServiceTag AzureFrontDoor.Backend {frontDoorId}"] : Array.Empty<string>(), rules);
    }

    [Fact]
    public async Task Browsers_may_call_from_the_portal_alone()
    {
        var main = await Bicep.Main;
        var cors = Assert.Single(main.Of("Microsoft.Web/sites")).Properties["siteConfig"]!["cors"]!;
        Assert.Equal("[parameters('portalOrigin')]", Assert.Single(cors["allowedOrigins"]!.AsArray())!.GetValue<string>());
        Assert.False(cors["supportCredentials"]!.GetValue<bool>());
        Assert.Equal(
            "[reference('portal').outputs.origin.value]", main.ArgumentsOf("functions")["portalOrigin"]!["value"]!.GetValue<string>());
        Assert.Equal(
            "[format('https://{0}', if(empty(parameters('domain')), reference('portal').defaultHostname, parameters('domain')))]",
            main.ModuleOutputs.Single(output => output.Key == "portal.origin").Value);
    }

    [Fact]
    public async Task Data_stays_in_the_EU()
    {
        string[] union = ["northeurope", "westeurope", "swedencentral", "germanywestcentral", "francecentral", "italynorth"];
        var main = await Bicep.Main;
        Assert.Equal(union, main.Parameters["location"]!["allowedValues"]!.AsArray().Select(region => region!.GetValue<string>()));
        Assert.All(["monitoring", "data", "host", "vault", "functions"], module =>
            Assert.Equal("[parameters('location')]", main.ArgumentsOf(module)["location"]!["value"]!.GetValue<string>()));
    }

    private static async Task<JsonObject> SettingsAsync() => Assert.Single((await Bicep.Main).Of("Microsoft.Web/sites/config")).Properties;

    private static void Has(ArmResource resource, params (string Path, string Value)[] properties) => Assert.All(properties, property =>
        Assert.Equal((property.Path, property.Value), (property.Path, resource.Text($"properties.{property.Path}"))));
}
