namespace Eds.LocalHost;

internal static class Texts
{
    public static string Help { get; } =
        $"""
        Runs EdsFunctions on this machine: the API, the portal, Table Storage (Azurite), demo data and a development sign-in, without a
        cloud account. The first start restores Azurite and the portal's packages from npm, and builds the portal.

        Usage: dotnet run --project src/LocalHost [-- options]

          --Port 7071        the port on 127.0.0.1 (7072 with --sign-in-only)
          --Data .local      where data and keys are kept; delete the folder to begin anew
          --sign-in-only     serve the development sign-in alone, for functions that run elsewhere (docs/testing.md)
          --Name:Key value   any setting of docs/settings.md; also as an environment variable, Name__Key
          --help             this text

        Examples:
          dotnet run --project src/LocalHost -- --Port 8080 --Data /tmp/eds
          dotnet run --project src/LocalHost -- --Purge:RetentionDays 1
          dotnet run --project src/LocalHost -- --Tables:ConnectionString UseDevelopmentStorage=true    an Azurite that runs already

        {People}
        """;

    private static string People =>
        $"""
        Sign in as one of these, or as anyone else:
        {string.Join('\n', DemoData.People.Select(demo => $"  {demo.Person.Code.Display}  {demo.Person.Name,-15}  {demo.English}"))}
        The drivers of SIA Dzintara taksis have the password "{DemoData.DriversSecret}".
        """;

    public static string Started(Uri address, string storage) =>
        $$"""
        EdsFunctions runs on {{address}} (Ctrl+C stops it)
          portal    {{address}}
          contract  {{address}}api/openapi.yaml
          health    {{address}}api/health
          storage   {{storage}}
        {{People}}
        For scripts:
          curl -H 'Content-Type: application/json' -d '{"personalCode":"161175-19997"}' {{address}}dev/token
        """;

    public static string SignInStarted(Uri address) =>
        $$"""
        The development sign-in runs on {{address}}dev/oidc (Ctrl+C stops it)
          settings  Portal__Authority={{address}}dev/oidc Portal__Audience=eds-portal
          tests     EDS_DEV_TOKEN_URL={{address}}dev/token
        """;
}
