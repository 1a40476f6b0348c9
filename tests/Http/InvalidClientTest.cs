using Eds.Core;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>Row T10: from outside, all reasons why a client is refused are one.</summary>
public sealed class InvalidClientTest
{
    [Theory(DisplayName = "T10 invalid_client is the same answer whatever is wrong")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_answer(bool basic)
    {
        var chosen = await TestDevice.RegisterAsync();
        var generated = await TestDevice.WithGeneratedSecretAsync();
        var annulled = await TestDevice.RegisterAsync();
        (await annulled.Taxpayer.AnnulAsync(annulled.ClientId)).Expect(204);
        var otherSecret = "canary birds sing at dusk 8";
        var wrong = new[]
        {
            chosen with { ClientId = ClientId.Draw(TaxpayerId.Draw()).ToString() }, // of nobody
            chosen with { ClientId = ClientId.Draw(chosen.Taxpayer.Id).ToString() }, // none of this taxpayer's
            generated with { ClientId = ClientId.Draw(generated.Taxpayer.Id).ToString() },
            chosen with { ClientId = chosen.ClientId[..^1] + (chosen.ClientId[^1] == '7' ? '8' : '7') }, // mistyped
            chosen with { ClientId = "nobody" },
            chosen with { Secret = otherSecret },
            chosen with { Secret = chosen.Secret.ToUpperInvariant() },
            chosen with { Secret = $"{chosen.Secret} " },
            chosen with { Secret = "short" },
            chosen with { Secret = new string('a', 2_000) },
            chosen with { Secret = ClientSecret.Generate().Reveal() }, // of the other kind
            generated with { Secret = otherSecret },
            generated with { Secret = ClientSecret.Generate().Reveal() },
            generated with { Secret = generated.Secret[..^1] + (generated.Secret[^1] == '7' ? '8' : '7') }, // wrong checksum
            generated with { Secret = chosen.Secret },
            chosen with { ClientId = generated.ClientId },
            annulled,
            annulled with { Secret = otherSecret },
        };

        var answers = new List<string>();
        foreach (var device in wrong)
        {
            var answer = basic ? await device.WithBasicAsync(TestDevice.ClientCredentialsGrant) : await device.InFormAsync(TestDevice.ClientCredentialsGrant);
            answer.ExpectOAuthError(401, "invalid_client");
            Assert.Equal("no-cache", answer.Header(HeaderNames.Pragma));
            Assert.StartsWith("Basic realm=", answer.Header(HeaderNames.WWWAuthenticate), StringComparison.Ordinal);
            answers.Add(Whole(answer));
        }

        Assert.Single(answers.Distinct());
        (await chosen.InFormAsync(TestDevice.ClientCredentialsGrant)).Expect(200);
        (await generated.InFormAsync(TestDevice.ClientCredentialsGrant)).Expect(200);
    }

    [Fact(DisplayName = "T10 a client is refused the moment it is annulled, also after successes")]
    public async Task Annulled_after_success()
    {
        var device = await TestDevice.RegisterAsync();
        await device.TokenAsync();
        await device.TokenAsync();

        (await device.Taxpayer.AnnulAsync(device.ClientId)).Expect(204);

        (await device.InFormAsync(TestDevice.ClientCredentialsGrant)).ExpectOAuthError(401, "invalid_client");
    }

    [Fact(DisplayName = "T10 a wrong secret stays wrong after the right one was seen")]
    public async Task Wrong_after_success()
    {
        var device = await TestDevice.RegisterAsync();
        await device.TokenAsync();

        (await (device with { Secret = "canary birds sing at dusk 8" }).InFormAsync(TestDevice.ClientCredentialsGrant)).ExpectOAuthError(401, "invalid_client");
        await device.TokenAsync();
    }

    /// <summary>Status, every header but the clock's, and body.</summary>
    private static string Whole(Answer answer) => string.Join('\n', answer.Response.Headers.Concat(answer.Response.Content.Headers)
        .Where(header => header.Key != HeaderNames.Date && header.Key != "Trace-Id") // of this very request, in each
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
        .Order(StringComparer.Ordinal)
        .Prepend($"{answer.Status}")
        .Append(answer.Text));
}
