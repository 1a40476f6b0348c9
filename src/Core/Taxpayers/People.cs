namespace Eds.Core;

/// <summary>Someone who signed in, named as at the sign-in.</summary>
public sealed record Person(PersonalCode Code, string Name);

/// <summary>What a user of a taxpayer may do. The privilege alone does not permit to register clients: that needs both.</summary>
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
    /// <summary>Lietotāju tiesību pārvaldnieks.</summary>
    RightsManager,

    /// <summary>Tiesības veikt API servisa “Taksometri” konfigurāciju.</summary>
    TaxiApiConfiguration,
}

public enum TaxpayerKind
{
    Legal,
    Natural,
}

/// <summary>A user of a taxpayer. <paramref name="ETag"/> changes with every change of the user.</summary>
public sealed record User(string UserId, string Name, PersonalCode Code, Rights Rights, string ETag);

/// <summary>A user who acts for a taxpayer.</summary>
public sealed record Caller(string TaxpayerId, User User);
