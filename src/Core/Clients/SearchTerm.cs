namespace Eds.Core;

/// <summary>What a list is searched for: part of a driver's name or of a client_id as people type it, or a whole personal code.</summary>
/// <param name="text">Null finds everything; a text without letters or digits, nothing.</param>
internal sealed class SearchTerm(string? text)
{
    private readonly string _folded = SearchText.Fold(NameRule.WithSingleSpaces(text ?? ""));
    private readonly string? _typed = Crockford.Normalize(text ?? "") is { Length: >= ClientId.MinSearchLength } typed ? typed : null;
    private readonly string? _code = PersonalCode.TryParse(text, out var code) ? code.Digits : null;

    public bool IsIn(ClientRow row) =>
        text is null
        || (_folded.Length > 0 && SearchText.Fold(row.DriverName).Contains(_folded, StringComparison.Ordinal))
        || row.PersonalCode == _code
        || (_typed is not null && ClientId.Contains(RowKeys.IdOf(row.RowKey), _typed));
}
