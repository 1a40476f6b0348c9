namespace Eds.Tests;

public sealed class Contract
{
    public static Contract Shared { get; } = new();
}

public sealed class ContractHandler(Contract contract) : DelegatingHandler
{
    public Contract C => contract;
}
