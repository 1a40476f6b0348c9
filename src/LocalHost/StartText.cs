namespace Eds.LocalHost;

/// <summary>What a run prints once it answers.</summary>
internal static class StartText
{
    public const string Usage =
        "Usage: dotnet run --project src/LocalHost [-- [--sign-in-only] [--Port 7071] [--Data .local] [--Setting:Name value]…]; README.md lists the settings.";

    public static string OfAll(Uri address) =>
        $$"""
        EdsFunctions runs on this machine: open {{address}}  (Ctrl+C stops it)
          contract  {{address}}api/openapi.yaml
          health    {{address}}api/health
          a token   {{Token(address)}}
        """;

    public static string OfSignIn(Uri address) =>
        $$"""
        The development sign-in runs on {{address}}dev/oidc  (Ctrl+C stops it)
          settings  Portal__Authority={{address}}dev/oidc Portal__Audience=eds-portal
          tests     EDS_DEV_TOKEN_URL={{address}}dev/token
          a token   {{Token(address)}}
        """;

    private static string Token(Uri address) =>
        $$"""curl -H 'Content-Type: application/json' -d '{"personalCode":"030303-10012"}' {{address}}dev/token""";
}
