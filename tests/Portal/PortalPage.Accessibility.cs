using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Eds.Tests.Portal;

/// <summary>What axe-core says of the page, whether it fits, and whether the keyboard alone is enough.</summary>
internal sealed partial class PortalPage
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>WCAG 2.1 A and AA.</summary>
    private const string Rules = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']";

    /// <summary>Those of them that tell dark from light.</summary>
    private const string ColourRules = "{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }";

    /// <param name="shown">Waited for, if it is given.</param>
    public async Task AssertAccessibleAsync(ILocator? shown = null)
    {
        if (shown is not null)
        {
            await Assertions.Expect(shown).ToBeVisibleAsync();
        }

        var faults = await AxeAsync(Rules);
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    /// <summary>
    /// What is wrong by axe-core on this screen in both languages, light and dark; it is Latvian and light again afterwards.
    /// </summary>
    public async Task<IReadOnlyList<string>> AxeInAllAsync()
    {
        var faults = new List<string>();
        foreach (var other in new[] { "en", "lv" })
        {
            faults.AddRange(await AxeAsync(Rules));
            await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            faults.AddRange(await AxeAsync(ColourRules));
            await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });

            // Not by the pointer, which a dialog is in the way of, and which closes menus.
            await Page.EvaluateAsync("language => document.querySelector(`header.site button[lang=${language}]`).click()", other);
            await Assertions.Expect(Page.Locator("html")).ToHaveAttributeAsync("lang", other);
        }

        return [.. faults.Distinct()];
    }

    /// <summary>In both languages, light and dark; nor does anything scroll sideways, also not on a phone.</summary>
    public async Task AssertAccessibleAtAllWidthsAsync()
    {
        foreach (var width in new[] { 320, 390, 1280 })
        {
            await Page.SetViewportSizeAsync(width, 900);
            Assert.True(await Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
        }

        var faults = await AxeInAllAsync();
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    /// <summary>Goes on by the Tab key.</summary>
    public async Task TabToAsync(ILocator wanted)
    {
        for (var i = 0; i < 120; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await wanted.EvaluateAsync<bool>("part => part === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{wanted} cannot be reached by the Tab key.");
    }

    /// <summary>What is wrong by axe-core's rules, a line each; empty if nothing.</summary>
    private async Task<IReadOnlyList<string>> AxeAsync(string rules)
    {
        if (await Page.EvaluateAsync<bool>("!('axe' in window)"))
        {
            await Page.EvaluateAsync(Axe);
        }

        // Not by Deque's own package for Playwright: that opens a tab for each result, which doubles the time.
        return await Page.EvaluateAsync<string[]>(
            $$"""
            async () => (await axe.run({ runOnly: {{rules}}, resultTypes: ['violations'] })).violations
              .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${location.href}: ${id}: ${help}: ${html}`))
            """);
    }
}
