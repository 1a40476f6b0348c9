using Eds.Bench;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var isLong = args is [.., "--long"];
return (isLong ? args[..^1] : args) switch
{
    [] => await Benchmarks.RunAsync(WorkloadSize.Full),
    ["--short"] => await Benchmarks.RunAsync(WorkloadSize.Short),
    ["--rides"] => await Benchmarks.RunRidesAsync(WorkloadSize.Full),
    ["--micro"] => MicroBenchmarks.Run(),
    ["faults"] => await FaultPrograms.RunAsync(_ => true, isLong),
    ["faults", var name] => await FaultPrograms.RunAsync(program => program == name, isLong),
    ["attack"] => await AttackPrograms.RunAsync(isLong),
    [ServerProgram.Argument] => await ServerProgram.RunAsync(),
    _ => FaultPrograms.PrintUsage(),
};
