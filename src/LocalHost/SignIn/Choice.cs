using Eds.Core;
using OpenIddict.Abstractions;

namespace Eds.LocalHost;

/// <summary>What somebody pressed or typed on the sign-in page.</summary>
internal sealed class Choice
{
    public const string PersonField = "person";
    public const string CodeField = "personal_code";
    public const string NameField = "name";
    public const string OperatorField = "operator";

    public static readonly Choice None = new();

    /// <summary>Null: nobody yet, or what was typed cannot be.</summary>
    public SignedIn? Person { get; private init; }

    /// <summary>As typed, to be shown again.</summary>
    public string Code { get; private init; } = "";

    public string Name { get; private init; } = "";

    public bool Operator { get; private init; }

    public bool IsWrong => Person is null && this != None;

    public static Choice Of(OpenIddictRequest request)
    {
        if (DemoData.People.FirstOrDefault(known => known.Person.Code.Digits == (string?)request[PersonField]) is { } demo)
        {
            return new() { Person = new() { PersonalCode = demo.Person.Code.Display, Name = demo.Person.Name, Roles = demo.Roles } };
        }

        if (request[CodeField] is null)
        {
            return None;
        }

        var (code, name) = (Typed(request, CodeField), Typed(request, NameField));
        var isOperator = request[OperatorField] is not null;
        var person = new SignedIn { PersonalCode = code, Name = name, Roles = isOperator ? ["Operator"] : [] };
        return new()
        {
            Person = person.IsWellFormed() && NameRule.TryNormalize(name, out _) ? person : null,
            Code = code,
            Name = name,
            Operator = isOperator,
        };
    }

    /// <summary>These stand beside the parameters of the authorization request, and are no part of it.</summary>
    public static bool IsField(string parameter) => parameter is PersonField or CodeField or NameField or OperatorField;

    private static string Typed(OpenIddictRequest request, string field) => ((string?)request[field])?.Trim() ?? "";
}
