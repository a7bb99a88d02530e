using System.Net;
using LlmMcp.Core.Access;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Tests.Access;

public sealed class AccessPolicyTests
{
    private const string Key = "0123456789abcdef-key";

    [Theory]
    // The open surface is anybody's.
    [InlineData("10.1.2.3", null, "Open", "AllowedByAddress")]
    [InlineData(null, "nonsense", "Open", "AllowedByAddress")]
    // Clients on loopback need no key, and may send one that means nothing here.
    [InlineData("127.0.0.1", null, "Client", "AllowedByAddress")]
    [InlineData("::1", "sk-unused", "Client", "AllowedByAddress")]
    [InlineData("::ffff:127.0.0.1", null, "Client", "AllowedByAddress")]
    [InlineData("10.1.2.3", null, "Client", "KeyRequired")]
    [InlineData("10.1.2.3", "sk-unused", "Client", "WrongKey")]
    [InlineData("10.1.2.3", Key, "Client", "AllowedByKey")]
    [InlineData(null, null, "Client", "KeyRequired")]
    // Workers and the operator need it from everywhere.
    [InlineData("127.0.0.1", null, "Worker", "KeyRequired")]
    [InlineData("127.0.0.1", "", "Worker", "KeyRequired")]
    [InlineData("127.0.0.1", "wrong", "Worker", "WrongKey")]
    [InlineData("127.0.0.1", Key, "Worker", "AllowedByKey")]
    [InlineData("127.0.0.1", null, "Admin", "KeyRequired")]
    [InlineData("127.0.0.1", Key, "Admin", "AllowedByKey")]
    [InlineData("127.0.0.1", Key + "x", "Admin", "WrongKey")]
    // Trusted networks are for old clients and workers, not for the operator.
    [InlineData("172.20.0.9", null, "Client", "AllowedByAddress")]
    [InlineData("::ffff:172.20.0.9", null, "Worker", "AllowedByAddress")]
    [InlineData("172.20.0.9", null, "Admin", "KeyRequired")]
    [InlineData("172.21.0.9", null, "Worker", "KeyRequired")]
    [InlineData("fd00::7", null, "Worker", "AllowedByAddress")]
    public void With_a_key_set(string? caller, string? key, string surface, string decision) =>
        Assert.Equal(Decision(decision), Policy(Key, "172.20.0.0/16, fd00::/8").Decide(Address(caller), key, SurfaceOf(surface)));

    [Theory]
    [InlineData("127.0.0.1", "Admin", "AllowedByAddress")]
    [InlineData("::1", "Worker", "AllowedByAddress")]
    [InlineData("10.1.2.3", "Client", "KeyRequired")]
    [InlineData(null, "Admin", "KeyRequired")]
    public void Without_a_key_loopback_may_do_everything(string? caller, string surface, string decision) =>
        Assert.Equal(Decision(decision), Policy("", "").Decide(Address(caller), null, SurfaceOf(surface)));

    [Fact]
    public void Without_a_key_an_empty_key_is_not_the_key() =>
        Assert.Equal(AccessDecision.KeyRequired, Policy("", "").Decide(IPAddress.Parse("10.1.2.3"), "", Surface.Admin));

    private static AccessPolicy Policy(string key, string networks) =>
        new(Options.Create(new AccessOptions { InternalKey = key, TrustedNetworks = networks }));

    private static IPAddress? Address(string? text) => text is null ? null : IPAddress.Parse(text);

    private static AccessDecision Decision(string text) => Enum.Parse<AccessDecision>(text);

    private static Surface SurfaceOf(string text) => Enum.Parse<Surface>(text);
}
