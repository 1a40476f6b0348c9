namespace Eds.Core;

/// <summary>Someone who signed in, as the sign-in names him.</summary>
public sealed record Person(PersonalCode Code, string Name);

/// <summary>What a user of a taxpayer may do. The privilege alone does not let him register clients; he ticks the second right for that.</summary>
public sealed record Rights(bool RightsManager, bool TaxiApiConfiguration);

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

/// <summary>A person who is a user of the taxpayer he acts for.</summary>
public sealed record Caller(string TaxpayerId, User User);
