namespace Eds.Tests;

/// <summary>infra/deploy-api.sh, with an Azure CLI that refuses the first uploads.</summary>
public sealed class DeployApiTest : IDisposable
{
    private const string AppId = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/func";

    private readonly FakeAzureCli _azure = new($"""
        case "$*" in
          *" blob upload "*) [ "$(grep -c ' blob upload ' $calls)" -gt "$REFUSED" ] ;;
          "functionapp show "*) echo {AppId} ;;
        esac
        """);

    [Fact]
    public async Task A_refused_upload_is_tried_again_and_then_instances_start_anew()
    {
        Assert.Equal(0, await DeployAsync(refused: 2));
        var upload = "storage blob upload --auth-mode login --overwrite --output none "
            + $"--file {Package} --blob-url https://host.blob.example/packages/released-package.zip";
        Assert.Equal([upload, upload, upload], _azure.Calls[..3]);
        Assert.StartsWith("functionapp restart --resource-group rg --name func ", _azure.Calls[3], StringComparison.Ordinal);
        Assert.StartsWith($"rest --method post --url {AppId}/syncfunctiontriggers?", _azure.Calls[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_uploads_stay_refused_nothing_restarts()
    {
        Assert.NotEqual(0, await DeployAsync(refused: 9));
        Assert.Equal(3, _azure.Calls.Length);
        Assert.All(_azure.Calls, call => Assert.StartsWith("storage blob upload ", call, StringComparison.Ordinal));
    }

    public void Dispose() => _azure.Dispose();

    private string Package => Path.Combine(_azure.Folder, "api.zip");

    private async Task<int> DeployAsync(int refused) => (await _azure.RunAsync(
        "deploy-api.sh",
        [Package],
        ("REFUSED", $"{refused}"),
        ("DEPLOY_PAUSES", "0 0"),
        ("AZURE_RESOURCE_GROUP", "rg"),
        ("EDS_FUNCTION_APP", "func"),
        ("EDS_PACKAGES_URL", "https://host.blob.example/packages"))).Code;
}
