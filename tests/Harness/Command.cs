namespace Eds.Tests;

internal static class Command
{
    public static Task<(int Code, string Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return RunAsync(start);
    }

    /// <param name="input">What it reads; null: nothing.</param>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(ProcessStartInfo start, string? input = null)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) =
                (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
            await process.StandardInput.WriteAsync(input.AsMemory(), Cancellation);
            process.StandardInput.Close();
            await process.WaitForExitAsync(Cancellation);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
