using System.Net;
using LlmMcp.McpBridge.Tests.Rig;

namespace LlmMcp.McpBridge.Tests.Access;

public sealed class BridgeAccessTests
{
    private const string Key = "4f1b2c3d4e5f60718293";

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Pages_that_only_pretend_to_be_local_are_refused(string header, string value)
    {
        await using var rig = await BridgeRig.StartAsync();
        using var request = RawMcp.Alone("server/discover");
        request.Headers.Add(header, value);

        Assert.Equal(HttpStatusCode.Forbidden, (await rig.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_page_is_not_advised_to_send_the_key_which_would_not_help_it()
    {
        await using var rig = await BridgeRig.StartAsync(configure: static options => options.ApiKey = Key);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dashboard");
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("X-API-Key", Key);

        using var answer = await rig.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("key", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("may not call this bridge. Add the site to MCP_ALLOWED_ORIGINS.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_allowed_sites_may_ask_and_read_the_answer()
    {
        await using var rig = await BridgeRig.StartAsync(configure: static options => options.AllowedOrigins = "https://chat.example.org");
        using var request = RawMcp.Alone("server/discover");
        request.Headers.Add("Origin", "https://chat.example.org");
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/mcp");
        preflight.Headers.Add("Origin", "https://chat.example.org");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "mcp-protocol-version");

        using var asked = await rig.Http.SendAsync(preflight);
        using var answered = await rig.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.Equal(["https://chat.example.org"], answered.Headers.GetValues("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task With_a_key_everybody_shows_it_and_health_stays_open()
    {
        await using var rig = await BridgeRig.StartAsync(configure: static options => options.ApiKey = Key);

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(rig, null, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(rig, "X-API-Key", "another one"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(rig, "X-API-Key", Key));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(rig, "Authorization", $"Bearer {Key}"));
        Assert.Equal(HttpStatusCode.OK, (await rig.Http.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_proxy_s_own_address_opens_nothing()
    {
        await using var rig = await BridgeRig.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(rig, "X-Forwarded-For", "203.0.113.7"));
    }

    private static async Task<HttpStatusCode> AskAsync(BridgeRig rig, string? header, string? value)
    {
        using var request = RawMcp.Alone("server/discover");
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return (await rig.Http.SendAsync(request)).StatusCode;
    }
}
