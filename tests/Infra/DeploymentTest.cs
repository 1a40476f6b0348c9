using Eds.Tests.LocalHost;
using YamlDotNet.RepresentationModel;

namespace Eds.Tests;

/// <summary>azure.yaml, the workflow that deploys, and what its identity may do.</summary>
public sealed class DeploymentTest
{
    private static readonly string Portal = Path.Combine(Folders.Repository, "src", "Portal");

    /// <summary>azd packages a service before its predeploy hook, and refuses one without its dist: the build has to make it.</summary>
    [Fact]
    public async Task The_portal_s_build_makes_what_azd_deploys()
    {
        const string print = "import { resolveConfig } from 'vite'; console.log((await resolveConfig({}, 'build')).build.outDir)";
        var start = new ProcessStartInfo("node", ["--input-type=module", "--eval", print]) { WorkingDirectory = Portal };
        var (code, output, errors) = await Command.RunAsync(start);
        Assert.True(code == 0, errors);
        Assert.Equal(Dist(Portal), Path.GetFullPath(output.Trim(), Portal));
    }

    [Fact]
    public async Task The_portal_s_hook_configures_what_azd_deploys()
    {
        using var folder = new TemporaryFolder();
        var project = Directory.CreateDirectory(Path.Combine(folder.Path, "src", "Portal")).FullName;
        var dist = Directory.CreateDirectory(Dist(project)).FullName;
        File.Copy(Path.Combine(Portal, "configure.mjs"), Path.Combine(project, "configure.mjs"));
        File.Copy(Path.Combine(Portal, "public", "staticwebapp.config.json"), Path.Combine(dist, "staticwebapp.config.json"));
        await File.WriteAllTextAsync(Path.Combine(dist, "index.html"), "", Cancellation);

        var start = new ProcessStartInfo("sh", ["-c", (string)Service["hooks"]["predeploy"]["run"]!]) { WorkingDirectory = project };
        start.Environment["EDS_API_URL"] = "https://api.example.lv";
        start.Environment["EDS_SIGN_IN_AUTHORITY"] = "https://login.example.lv";
        start.Environment["EDS_PORTAL_CLIENT_ID"] = "eds-portal-web";
        var (code, output, errors) = await Command.RunAsync(start);
        Assert.True(code == 0, errors);
        var config = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(dist, "config.json"), Cancellation))!;
        Assert.Equal("https://api.example.lv", config["api"]!.GetValue<string>());
        Assert.Equal("openid profile", config["scope"]!.GetValue<string>());
    }

    [Fact]
    public void What_runs_other_people_s_packages_gets_no_token_for_Azure()
    {
        var workflow = RepositoryFile.Yaml(".github", "workflows", "deploy.yml");
        var jobs = ((YamlMappingNode)workflow["jobs"]).Children.ToDictionary(job => (string)job.Key!, job => (YamlMappingNode)job.Value);
        Assert.False(HasToken(workflow));
        Assert.Equal(["deploy"], jobs.Where(job => HasToken(job.Value)).Select(job => job.Key));
        Assert.Equal("build", (string)jobs["deploy"]["needs"]!);
        Assert.DoesNotContain(
            (YamlSequenceNode)jobs["deploy"]["steps"],
            step => Regex.IsMatch(step.ToString(), @"setup-dotnet|setup-node|\bnpm\b|\bdotnet\b"));

        static bool HasToken(YamlNode of) =>
            ((YamlMappingNode)of).Children.TryGetValue("permissions", out var given)
            && ((YamlMappingNode)given).Children.ContainsKey("id-token");
    }

    [Fact]
    public async Task The_deploying_identity_may_give_the_roles_that_Bicep_gives_and_no_others()
    {
        using var azure = new FakeAzureCli("echo id");
        Assert.Equal(0, (await azure.RunAsync("allow-github.sh", ["rg-eds-prod", "owner/repository", "prod"])).Code);
        Assert.Contains(azure.Calls, call => call.Contains("repo:owner/repository:environment:prod", StringComparison.Ordinal));
        var given = azure.Calls.Where(call => call.StartsWith("role assignment create", StringComparison.Ordinal)).ToList();
        Assert.All(given, call => Assert.Contains("--scope id ", call, StringComparison.Ordinal)); // the group's, as az answered it
        Assert.Equal(
            ["Contributor", "Locks Contributor", "Role Based Access Control Administrator"],
            given.Select(call => Regex.Match(call, @"--role (.+?)(?: --|$)").Groups[1].Value));
        var main = await Bicep.Main;
        var roles = main.Of("Microsoft.Authorization/roleAssignments").Select(main.RoleOf).Distinct().Order(StringComparer.Ordinal);
        var lists = Regex.Matches(given[^1], @"GuidEquals \{([^}]+)\}").Select(list => list.Groups[1].Value.Split(", ")).ToList();
        Assert.Equal(2, lists.Count); // giving and taking
        Assert.All(lists, list => Assert.Equal(roles, list.Order(StringComparer.Ordinal)));
    }

    private static YamlNode Service => RepositoryFile.Yaml("azure.yaml")["services"]["portal"];

    private static string Dist(string project) => Path.GetFullPath((string)Service["dist"]!, project);
}
