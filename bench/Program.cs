using System.Globalization;
using Eds.Bench;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    [] => await Measurements.RunAsync(Sizes.Full),
    ["--short"] => await Measurements.RunAsync(Sizes.Short),
    ["--micro"] => PureParts.Run(),
    ["faults"] => await FaultPrograms.RunAsync(null, isLong: false),
    ["faults", "--long"] => await FaultPrograms.RunAsync(null, isLong: true),
    ["faults", var name] => await FaultPrograms.RunAsync(name, isLong: false),
    ["faults", var name, "--long"] => await FaultPrograms.RunAsync(name, isLong: true),
    [Serving.Argument] => await Serving.RunAsync(),
    _ => FaultPrograms.Usage(),
};
