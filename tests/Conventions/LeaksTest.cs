namespace Eds.Tests;

/// <summary>Runs when all other tests have ended, and so speaks of a whole run.</summary>
[CollectionDefinition(nameof(AfterAllOthers), DisableParallelization = true)]
public sealed class AfterAllOthers;

[Collection(nameof(AfterAllOthers))]
[Trait("Host", "Own")]
public sealed class LeaksTest
{
    [Fact]
    public async Task No_log_response_or_stored_row_of_the_run_shows_what_it_must_not()
    {
        // Alone, too, this test has something to look at.
        await using var host = await OwnHost.StartAsync();
        var company = await host.Client.EnrolAsync();
        var person = await host.Client.EnrolAsync(kind: "natural");
        foreach (var taxpayer in new[] { company, person })
        {
            var clientId = (await taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0];
            var token = (await host.Client.IssueTokenAsync(clientId, Leaks.ChosenSecret)).Expect(200).Value.AccessToken;
            (await host.Client.As(token).WhoAmIAsync()).Expect(200);
            var reporting = await ReportingDevice.RegisterAsync(taxpayer);
            (await reporting.ReportAsync(reporting.Ride(host.Clock.GetUtcNow()))).Expect(201);
            Assert.NotEmpty((await taxpayer.Client.ListCarriagesAsync(taxpayer.Id)).Expect(200).Value.Carriages);
            (await host.Client.IssueTokenAsync(clientId, Leaks.ChosenSecret + "!")).Expect(401);
            (await taxpayer.AnnulAsync(clientId)).Expect(204);
        }

        var (rows, codes) = (0, 0);
        foreach (var table in TestRun.Current.ConnectionStrings.Select(account => new TableServiceClient(account)).SelectMany(account =>
            account.Query(cancellationToken: Cancellation).Select(table => account.GetTableClient(table.Name))))
        {
            await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Cancellation))
            {
                rows++;
                foreach (var (column, value) in row)
                {
                    var text = value is byte[] bytes ? System.Text.Encoding.Latin1.GetString(bytes) : value?.ToString() ?? "";
                    Assert.False(Leaks.HasSecretOrToken(text), $"A secret or token in {table.Name}, column {column}");
                    if (Leaks.PersonalCode.IsMatch(text))
                    {
                        codes++;
                        Assert.True(
                            column is "PersonalCode" or "RegistrationNumber" or "CarriersTaxpayerCode",
                            $"A personal code in {table.Name}, column {column}");
                    }
                }
            }
        }

        Assert.True(rows > 20 && codes > 8, "The tables were not read, or the codes not recognised.");
        Assert.True(Leaks.LogLines > 50 && Leaks.Responses > 20 && Leaks.Traces > 50, "The run was not watched.");
        Assert.True(Leaks.Found.IsEmpty, string.Join(Environment.NewLine, Leaks.Found.Distinct()));
    }
}
