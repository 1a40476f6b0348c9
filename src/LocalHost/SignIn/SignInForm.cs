using Eds.Core;
using OpenIddict.Abstractions;

namespace Eds.LocalHost;

/// <summary>What somebody pressed or typed on the sign-in page.</summary>
/// <param name="Person">Null: nobody yet, or what was typed cannot be.</param>
/// <param name="Code">As typed, to be shown again.</param>
internal sealed record SignInForm(SignedIn? Person, string Code, string Name, bool IsOperator)
{
    public const string PersonField = "person";
    public const string CodeField = "personal_code";
    public const string NameField = "name";
    public const string OperatorField = "operator";

    public static readonly SignInForm Empty = new(null, "", "", false);

    public bool IsWrong => Person is null && !ReferenceEquals(this, Empty);

    public override string ToString() => nameof(SignInForm); // no personal code

    public static SignInForm Read(OpenIddictRequest request)
    {
        if (DemoData.People.FirstOrDefault(known => known.Person.Code.Digits == (string?)request[PersonField]) is { } demo)
        {
            return Empty with { Person = new() { PersonalCode = demo.Person.Code.Display, Name = demo.Person.Name, Roles = demo.Roles } };
        }

        if (request[CodeField] is null)
        {
            return Empty;
        }

        var (code, name) = (Typed(CodeField), Typed(NameField));
        var isOperator = request[OperatorField] is not null;
        var person = new SignedIn { PersonalCode = code, Name = name, Roles = isOperator ? ["Operator"] : [] };
        return new(person.IsWellFormed() && NameRule.TryNormalize(name, out _) ? person : null, code, name, isOperator);

        string Typed(string field) => ((string?)request[field])?.Trim() ?? "";
    }

    /// <summary>These stand beside the parameters of the authorization request, and are no part of it.</summary>
    public static bool IsField(string parameter) => parameter is PersonField or CodeField or NameField or OperatorField;
}
