using System.Net;
using System.Text.RegularExpressions;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Core.Web;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Web;

public sealed partial class WebPageTests : CoreTest
{
    private const long FirstVisitLimit = 150 * 1024;

    private protected override (string Key, string Value)[] Settings => [("Access:InternalKey", "4f1b2c3d4e5f60718293")];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        // As if from another machine, by way of a proxy: nothing but open doors.
        Core.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
    }

    [Fact]
    public async Task The_page_is_anybodys_and_its_facts_are_not()
    {
        using var page = await Core.Http.GetAsync("/");
        using var facts = await Core.Http.GetAsync("/v1/dashboard");

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Equal(HttpStatusCode.Unauthorized, facts.StatusCode);
    }

    [Fact]
    public async Task The_page_may_load_and_call_its_own_host_only()
    {
        using var page = await Core.Http.GetAsync("/");

        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], page.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task The_page_is_asked_for_again_and_its_files_are_kept()
    {
        using var page = await Core.Http.GetAsync("/");
        using var again = await AskAsync("/", ("If-None-Match", page.Headers.ETag!.Tag));
        var assets = Asset().Matches(await page.Content.ReadAsStringAsync()).Select(static match => match.Value).ToList();

        Assert.Equal("no-cache", page.Headers.CacheControl?.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(3, assets.Count);
        foreach (var asset in assets)
        {
            using var file = await Core.Http.GetAsync(asset);
            Assert.Equal((HttpStatusCode.OK, "public, max-age=31536000, immutable"), (file.StatusCode, file.Headers.CacheControl?.ToString()));
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("gzip", "gzip")]
    [InlineData("br, gzip;q=0.5", "gzip")]
    [InlineData("gzip;q=0", null)]
    [InlineData("identity", null)]
    public async Task Files_are_packed_for_those_who_can_unpack_them(string? accepts, string? expected)
    {
        var script = Core.Get<WebFiles>().All.Single(static file => file.Name.EndsWith(".js", StringComparison.Ordinal));
        using var answer = accepts is null ? await AskAsync($"/assets/{script.Name}") : await AskAsync($"/assets/{script.Name}", ("Accept-Encoding", accepts));

        var body = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(expected, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(expected is null ? script.Bytes.Length : script.Gzip!.Value.Length, body.Length);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        Assert.Equal(expected is not null, answer.Headers.ETag!.Tag.Contains("gzip", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_answers_to_HEAD_without_a_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        using var answer = await Core.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/assets/nothing.js")]
    [InlineData("/assets/index.html")]
    [InlineData("/assets/..%2Findex.html")]
    [InlineData("/index.html")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using var answer = await Core.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public void The_first_visit_loads_little()
    {
        var first = Core.Get<WebFiles>().All.Where(static file => !file.Name.EndsWith(".txt", StringComparison.Ordinal));

        Assert.InRange(first.Sum(static file => file.Gzip?.Length ?? file.Bytes.Length), 1, FirstVisitLimit);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Core.Http.SendAsync(request);
    }

    [GeneratedRegex(@"assets/[\w.-]+", RegexOptions.None, 1000)]
    private static partial Regex Asset();
}
