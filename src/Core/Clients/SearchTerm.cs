namespace Eds.Core;

/// <summary>What a list is searched for: part of a driver's name, or of a client_id as people type it, or a whole personal code.</summary>
/// <param name="text">Null: everything is found. Of a text without letters or digits, nothing.</param>
internal sealed class SearchTerm(string? text)
{
    private readonly string _folded = SearchText.Fold(text ?? "").Trim();
    private readonly string _typed = string.Concat((text ?? "").Where(c => c != '-').Select(AsInClientId));
    private readonly string? _code = PersonalCode.TryParse(text, out var code) ? code.Digits : null;

    public bool IsIn(ClientRow row) =>
        text is null
        || (_folded.Length > 0 && SearchText.Fold(row.DriverName).Contains(_folded, StringComparison.Ordinal))
        || row.PersonalCode == _code
        || (_typed.Length > 0 && ("tx" + RowKeys.IdOf(row.RowKey)).Contains(_typed, StringComparison.Ordinal));

    private static char AsInClientId(char typed) => char.ToLowerInvariant(typed) switch
    {
        'o' => '0',
        'i' or 'l' => '1',
        var other => other,
    };
}
