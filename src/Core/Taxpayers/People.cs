namespace Eds.Core;

/// <summary>Someone who signed in.</summary>
public sealed record Person(PersonalCode Code, string Name);

/// <summary>Registering API clients takes both rights.</summary>
/// <param name="RightsManager">Lietotāju tiesību pārvaldnieks.</param>
/// <param name="TaxiApiConfiguration">Tiesības veikt API servisa “Taksometri” konfigurāciju.</param>
public sealed record Rights(bool RightsManager, bool TaxiApiConfiguration)
{
    /// <summary>The name of the first right that is needed and not here; null: none.</summary>
    public string? Missing(Rights needed) =>
        needed.RightsManager && !RightsManager ? nameof(RightsManager)
        : needed.TaxiApiConfiguration && !TaxiApiConfiguration ? nameof(TaxiApiConfiguration)
        : null;
}

public enum TaxpayerKind
{
    Legal,
    Natural,
}

public sealed record User(string UserId, string Name, PersonalCode Code, Rights Rights, string ETag);

/// <summary>A user acting for a taxpayer.</summary>
public sealed record Caller(string TaxpayerId, User User);
