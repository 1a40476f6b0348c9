using Eds.Tests.LocalHost;

namespace Eds.Tests;

/// <summary>Runs a script of infra/ with an <c>az</c> that writes down its arguments, and then runs the body given, in bash.</summary>
internal sealed class FakeAzureCli : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FakeAzureCli(string body)
    {
        var az = Path.Combine(Folder, "az");
        File.WriteAllText(az, $"#!/usr/bin/env bash\ncalls={Folder}/calls\necho \"$*\" >> $calls\n{body}\n");
        Process.Start("chmod", ["+x", az]).WaitForExit();
    }

    public string Folder => _folder.Path;

    /// <summary>The arguments of each call.</summary>
    public string[] Calls => File.ReadAllLines(Path.Combine(Folder, "calls"));

    public async Task<(int Code, string Said)> RunAsync(
        string script, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var (code, output, _) = await Command.RunAsync(
            "bash",
            [Path.Combine(Folders.Repository, "infra", script), .. arguments],
            [.. environment, ("PATH", $"{Folder}:{Environment.GetEnvironmentVariable("PATH")}")]);
        return (code, output);
    }

    public void Dispose() => _folder.Dispose();
}
