namespace Eds.Tests;

/// <summary>infra/create-keys.sh, with an Azure CLI that only records its arguments.</summary>
public sealed class CreateKeysTest : IDisposable
{
    private readonly FakeAzureCli _azure = new("""
        case "$1 $3" in
          "keyvault --name") echo /subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv ;;
          "rest get") ls "$VAULT" ;;
          "rest put") name=${5##*/secrets/}; cat > "$VAULT/${name%%\?*}" ;;
          *) echo "not expected: $*" >&2; exit 1 ;;
        esac
        """);

    public CreateKeysTest() => Directory.CreateDirectory(Vault);

    private string Vault => Path.Combine(_azure.Folder, "secrets");

    [Fact]
    public async Task The_three_keys_are_made_once_and_shown_nowhere()
    {
        var (code, said) = await RunAsync("kv");
        Assert.Equal((0, "pepper: created\nlookup: created\ntoken-signing: created\n"), (code, said));
        var (pepper, lookup, signing) = (Value("pepper"), Value("lookup"), Value("token-signing"));
        Assert.Equal(32, KeyBytes.Read(KeyName.Pepper, Version(pepper)).Length);
        Assert.Equal(32, KeyBytes.Read(KeyName.Lookup, Version(lookup)).Length);
        Assert.NotEqual(pepper, lookup);
        Assert.NotNull(new SigningKey(Version(signing)).Key);
        var shown = said + string.Concat(_azure.Calls);
        Assert.All(
            [pepper, lookup, Regex.Match(signing, "[A-Za-z0-9+/]{60,}").Value],
            key => Assert.DoesNotContain(key, shown, StringComparison.Ordinal));

        Assert.Equal(
            (0, "pepper: exists, left as it is\nlookup: exists, left as it is\ntoken-signing: exists, left as it is\n"),
            await RunAsync("kv"));
        Assert.Equal((pepper, lookup, signing), (Value("pepper"), Value("lookup"), Value("token-signing")));
    }

    [Fact]
    public async Task One_key_is_rotated_and_the_lookup_key_never_is()
    {
        await RunAsync("kv");
        var (pepper, lookup, signing) = (Value("pepper"), Value("lookup"), Value("token-signing"));
        Assert.Equal((0, "pepper: created\n"), await RunAsync("kv", "pepper"));
        Assert.NotEqual(pepper, Value("pepper"));
        Assert.Equal((lookup, signing), (Value("lookup"), Value("token-signing")));
        Assert.Equal((2, ""), await RunAsync("kv", "lookup"));
        Assert.Equal(lookup, Value("lookup"));
    }

    [Fact]
    public async Task When_the_vault_cannot_be_asked_nothing_is_made()
    {
        Directory.Delete(Vault);
        var (code, said) = await RunAsync("kv");
        Assert.NotEqual(0, code);
        Assert.Equal("", said);
    }

    public void Dispose() => _azure.Dispose();
    private static KeyVersion Version(string value) => new("v", DateTimeOffset.UnixEpoch, value);

    private string Value(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Vault, name)))!["properties"]!["value"]!.GetValue<string>();

    private Task<(int Code, string Said)> RunAsync(params string[] arguments) =>
        _azure.RunAsync("create-keys.sh", arguments, ("VAULT", Vault));
}
