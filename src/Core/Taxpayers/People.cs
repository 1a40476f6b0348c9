namespace Eds.Core;

/// <summary>Someone who signed in.</summary>
public sealed record Person(PersonalCode Code, string Name);

/// <summary>Registering API clients takes both rights.</summary>
public sealed record Rights(bool RightsManager, bool TaxiApiConfiguration)
{
    public bool Include(Right right) => right switch
    {
        Right.RightsManager => RightsManager,
        Right.TaxiApiConfiguration => TaxiApiConfiguration,
        _ => false,
    };
}

public enum Right
{
    RightsManager, // lietotāju tiesību pārvaldnieks
    TaxiApiConfiguration, // tiesības veikt API servisa “Taksometri” konfigurāciju
}

public enum TaxpayerKind
{
    Legal,
    Natural,
}

public sealed record User(string UserId, string Name, PersonalCode Code, Rights Rights, string ETag);

/// <summary>A user acting for a taxpayer.</summary>
public sealed record Caller(string TaxpayerId, User User);
