namespace Eds.Bench;

/// <summary>A number of design to reach, what was measured, and whether it was reached. A measurement, not a test: nothing fails of it.</summary>
internal sealed record Goal(string What, string Reach, string Measured, bool Met)
{
    public static string Header => "| What | Reach | Measured | Met |\n|---|---|---|---|";

    public override string ToString() => $"| {What} | {Reach} | {Measured} | {(Met ? "yes" : "**no**")} |";
}
