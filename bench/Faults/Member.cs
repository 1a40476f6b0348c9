using Eds.Tests;

namespace Eds.Bench;

/// <summary>A secret that clients share. <see cref="Text"/> null: generated, and not told yet.</summary>
internal sealed class SharedSecret
{
    public string? Id { get; set; }

    public string? Text { get; set; }
}

/// <summary>A client as its manager knows it.</summary>
internal sealed class Member(TestPerson driver, string clientId, SharedSecret secret)
{
    public TestPerson Driver => driver;

    public string ClientId => clientId;

    public SharedSecret Secret => secret;

    public string Name { get; set; } = driver.Name;
}
