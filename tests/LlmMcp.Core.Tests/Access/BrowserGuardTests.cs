using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.Core.Tests.Access;

public sealed class BrowserGuardTests
{
    [Theory]
    [InlineData("127.0.0.1:8080", null)]
    [InlineData("localhost:8080", "http://localhost:3000")]
    [InlineData("[::1]:8080", "http://[::1]:8080")]
    [InlineData("app.localhost:8080", "http://app.localhost:8080")]
    [InlineData("192.168.1.5:8080", "http://192.168.1.5:8080")]
    [InlineData("llmcore:8080", null)]
    [InlineData("host.docker.internal:8080", null)]
    [InlineData("llm.example.org", null)]
    [InlineData("llm.example.org", "https://chat.example.org")]
    public void Own_names_and_own_pages_pass(string host, string? origin) => Assert.Null(Guard().Refusal(new HostString(host), origin));

    [Theory]
    [InlineData("evil.example:8080", null)]
    [InlineData("127.0.0.1.evil.example:8080", null)]
    [InlineData("localhost.evil.example", null)]
    [InlineData("127.0.0.1:8080", "https://evil.example")]
    [InlineData("127.0.0.1:8080", "http://localhost.evil.example")]
    [InlineData("127.0.0.1:8080", "null")]
    [InlineData("127.0.0.1:8080", "file://")]
    [InlineData("192.168.1.5:8080", "http://192.168.1.6:8080")]
    [InlineData("evil.example:8080", "http://evil.example:8080")]
    public void Foreign_names_and_foreign_pages_do_not(string host, string? origin)
    {
        Assert.Contains("Core:Allowed", Guard().Refusal(new HostString(host), origin), StringComparison.Ordinal);
    }

    private static BrowserGuard Guard() =>
        new(AccessSlice.Rules(new ApiOptions { AllowedHosts = "llm.example.org", AllowedOrigins = "https://chat.example.org" }));
}
