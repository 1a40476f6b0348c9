namespace Eds.Tests;

/// <summary>The same throws in every run.</summary>
internal sealed class Dice(ulong state)
{
    public int Next(int below)
    {
        state = (state * 6364136223846793005UL) + 1442695040888963407UL;
        return (int)((state >> 33) % (ulong)Math.Max(1, below));
    }

    public bool OneIn(int sides) => Next(sides) == 0;
    public string Of(params string[] choices) => choices[Next(choices.Length)];
}
