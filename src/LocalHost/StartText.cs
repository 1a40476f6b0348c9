namespace Eds.LocalHost;

/// <summary>What a run prints once it answers.</summary>
internal static class StartText
{
    public static string People { get; } = string.Join('\n', DemoData.People.Select(demo =>
        $"  {demo.Person.Code.Display}  {demo.Person.Name,-15}  {demo.English}"));

    public static string OfAll(Uri address, string? data) =>
        $"""
        EdsFunctions runs on {address} (Ctrl+C stops it)
          portal    {address}
          contract  {address}api/openapi.yaml
          health    {address}api/health
          data      {data ?? "in the storage of Tables:…"}
        Sign in as one of these, or as anyone else:
        {People}
        The 40 drivers of SIA Dzintara taksis have the password "{DemoData.DriversSecret}".
        For scripts:
          {Token(address)}
        """;

    public static string OfSignIn(Uri address) =>
        $"""
        The development sign-in runs on {address}dev/oidc (Ctrl+C stops it)
          settings  Portal__Authority={address}dev/oidc Portal__Audience=eds-portal
          tests     EDS_DEV_TOKEN_URL={address}dev/token
        For scripts:
          {Token(address)}
        """;

    private static string Token(Uri address) =>
        $$"""curl -H 'Content-Type: application/json' -d '{"personalCode":"161175-19997"}' {{address}}dev/token""";
}
