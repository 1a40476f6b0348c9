using Eds.Bench;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    [] => await Benchmarks.RunAsync(WorkloadSize.Full),
    ["--short"] => await Benchmarks.RunAsync(WorkloadSize.Short),
    ["--rides"] => await Benchmarks.RunRidesAsync(WorkloadSize.Full),
    ["--micro"] => MicroBenchmarks.Run(),
    ["faults"] => await FaultPrograms.RunAsync(null, isLong: false),
    ["faults", "--long"] => await FaultPrograms.RunAsync(null, isLong: true),
    ["faults", var name] => await FaultPrograms.RunAsync(name, isLong: false),
    ["faults", var name, "--long"] => await FaultPrograms.RunAsync(name, isLong: true),
    ["attack"] => await AttackPrograms.RunAsync(isLong: false),
    ["attack", "--long"] => await AttackPrograms.RunAsync(isLong: true),
    [ServerProgram.Argument] => await ServerProgram.RunAsync(),
    _ => FaultPrograms.PrintUsage(),
};
