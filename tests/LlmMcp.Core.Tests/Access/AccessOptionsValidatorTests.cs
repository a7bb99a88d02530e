using LlmMcp.Core.Access;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Tests.Access;

public sealed class AccessOptionsValidatorTests
{
    private const string GoodKey = "4f1b2c3d4e5f60718293";

    [Theory]
    [InlineData("", "127.0.0.1:8080", "[::1]:9090")]
    [InlineData(GoodKey, "0.0.0.0:8080", ":9090")]
    public void Safe_settings_are_accepted(string key, string http, string grpc) => Assert.Empty(Mistakes(key, "10.0.0.0/8,fd00::/8", http, grpc));

    [Theory]
    [InlineData("short", "15 characters")]
    [InlineData("123456789012345", "15 characters")]
    [InlineData("dev-internal-key", "well-known")]
    [InlineData("change_me", "well-known")]
    [InlineData("Change_Me_Change_Me_Change", "well-known")]
    [InlineData("0123456789 abcdef0", "space")]
    public void A_weak_key_is_refused_and_not_repeated(string key, string text)
    {
        var mistake = Assert.Single(Mistakes(key, "", "127.0.0.1:8080", "127.0.0.1:9090"));

        Assert.Contains(text.Replace("15", key == "short" ? "5" : "15", StringComparison.Ordinal), mistake, StringComparison.Ordinal);
        Assert.Contains("INTERNAL_API_KEY", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain(key, mistake, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(":8080")]
    [InlineData("0.0.0.0:8080")]
    [InlineData("192.168.1.5:8080")]
    public void Listening_beyond_loopback_without_a_key_is_refused(string address)
    {
        var http = Assert.Single(Mistakes("", "", address, "127.0.0.1:9090"));
        var grpc = Assert.Single(Mistakes("", "", "127.0.0.1:8080", address));

        Assert.Contains("CORE_HTTP_ADDR", http, StringComparison.Ordinal);
        Assert.Contains("CORE_GRPC_ADDR", grpc, StringComparison.Ordinal);
        Assert.All([http, grpc], mistake => Assert.Contains("INTERNAL_API_KEY", mistake, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_mistake_is_named_at_once() => Assert.Equal(4, Mistakes("short", "10.0.0.0/8,home", "nonsense", "localhost").Count);

    private static List<string> Mistakes(string key, string networks, string http, string grpc) => AccessOptionsValidator.Mistakes(
        new AccessOptions { InternalKey = key, TrustedNetworks = networks }, new ApiOptions { HttpAddress = http, GrpcAddress = grpc });
}
