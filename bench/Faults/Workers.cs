namespace Eds.Bench;

/// <summary>Companies at work until told to stop.</summary>
internal sealed class Workers
{
    private readonly Task _work;
    private volatile bool _stopping;
    private int _steps;

    private Workers(IReadOnlyList<Company> companies, TimeSpan pause)
    {
        Companies = companies;
        _work = Task.WhenAll(companies.Select(async company =>
        {
            while (!_stopping)
            {
                await company.StepAsync();
                Interlocked.Increment(ref _steps);
                await Task.Delay(pause);
            }
        }));
    }

    public IReadOnlyList<Company> Companies { get; }

    /// <summary>Deeds done.</summary>
    public int Steps => _steps;

    public static async Task<Workers> StartAsync(int companies, Insistent caller, Tally tally, TimeSpan pause = default) =>
        new(await Task.WhenAll(Enumerable.Range(0, companies).Select(_ => Company.EnrolAsync(caller, tally))), pause);

    /// <summary>Lets them work for a while; fails at once if one of them does.</summary>
    public async Task DuringAsync(TimeSpan time)
    {
        if (await Task.WhenAny(_work, Task.Delay(time)) == _work)
        {
            await _work;
        }
    }

    /// <summary>Returns when all have finished what they were at.</summary>
    public async Task StopAsync()
    {
        _stopping = true;
        await _work;
    }
}
