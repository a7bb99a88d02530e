namespace LlmMcp.McpBridge.Tests;

public sealed class BridgeOptionsTests
{
    private const string Key = "4f1b2c3d4e5f60718293";

    [Theory]
    [InlineData("127.0.0.1:3333", "", "")]
    [InlineData(":3333", Key, "https://chat.example.org,http://localhost:6274")]
    public void Safe_settings_are_accepted(string address, string key, string origins) =>
        Assert.Empty(BridgeOptionsValidator.Mistakes(new BridgeOptions { HttpAddress = address, ApiKey = key, AllowedOrigins = origins }));

    [Theory]
    [InlineData(":3333", "", "", "MCP_HTTP_ADDR")]
    [InlineData("nonsense", "", "", "MCP_HTTP_ADDR")]
    [InlineData("127.0.0.1:3333", "change_me", "", "INTERNAL_API_KEY")]
    [InlineData("127.0.0.1:3333", "", "chat.example.org", "MCP_ALLOWED_ORIGINS")]
    [InlineData("127.0.0.1:3333", "", "https://chat.example.org/", "MCP_ALLOWED_ORIGINS")]
    public void Each_mistake_names_its_variable(string address, string key, string origins, string variable) =>
        Assert.Contains(variable, Assert.Single(BridgeOptionsValidator.Mistakes(new BridgeOptions { HttpAddress = address, ApiKey = key, AllowedOrigins = origins })), StringComparison.Ordinal);

    [Fact]
    public void A_Core_that_is_no_address_is_named() =>
        Assert.Contains("CORE_HTTP_URL", Assert.Single(BridgeOptionsValidator.Mistakes(new BridgeOptions { CoreUrl = "core:8080" })), StringComparison.Ordinal);
}
