using LlmMcp.ServiceDefaults.Access;

namespace LlmMcp.Core.Tests.Api;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:8080", "127.0.0.1", 8080, true)]
    [InlineData("127.0.0.2:1", "127.0.0.2", 1, true)]
    [InlineData("[::1]:8080", "::1", 8080, true)]
    [InlineData(" localhost:0 ", null, 0, true)]
    [InlineData(":8080", "::", 8080, false)]
    [InlineData("*:8080", "::", 8080, false)]
    [InlineData("0.0.0.0:65535", "0.0.0.0", 65535, false)]
    [InlineData("[::]:8080", "::", 8080, false)]
    [InlineData("10.0.0.5:8080", "10.0.0.5", 8080, false)]
    public void An_address_is_read(string text, string? ip, int port, bool loopback)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        Assert.Equal(ip, address.Ip?.ToString());
        Assert.Equal(port, address.Port);
        Assert.Equal(loopback, address.IsLoopback);
    }

    [Theory]
    [InlineData("")]
    [InlineData("8080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("::1:8080")]
    [InlineData("[127.0.0.1]:8080")]
    [InlineData("example.org:8080")]
    [InlineData("http://127.0.0.1:8080")]
    public void Anything_else_is_refused(string text) => Assert.False(ListenAddress.TryParse(text, out _));
}
