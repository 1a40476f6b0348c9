namespace Eds.Bench;

/// <summary>A number to reach, and what was measured. Missing it fails nothing.</summary>
internal sealed record Target(string What, string Reach, string Measured, bool Met)
{
    public static string Header => "| What | Reach | Measured | Met |\n|---|---|---|---|";

    public override string ToString() => $"| {What} | {Reach} | {Measured} | {(Met ? "yes" : "**no**")} |";
}
