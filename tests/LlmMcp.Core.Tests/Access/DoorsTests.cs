using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace LlmMcp.Core.Tests.Access;

public sealed class DoorsTests(DoorsFixture doors) : IClassFixture<DoorsFixture>, IDisposable
{
    private readonly HttpClient http = new();

    public void Dispose() => http.Dispose();

    [Theory]
    [InlineData("/open", null, 200)]
    [InlineData("/client", null, 200)]
    [InlineData("/worker", null, 401)]
    [InlineData("/worker", "not-the-key-at-all", 401)]
    [InlineData("/worker", DoorsFixture.Key, 200)]
    [InlineData("/unmarked", null, 401)]
    [InlineData("/unmarked", DoorsFixture.Key, 200)]
    public async Task A_surface_asks_for_its_key(string path, string? key, int status)
    {
        using var byHeader = await SendAsync(path, request => Add(request, "X-API-Key", key));
        using var byBearer = await SendAsync(path, request => request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key));

        Assert.Equal(status, (int)byHeader.StatusCode);
        Assert.Equal(status, (int)byBearer.StatusCode);
    }

    [Fact]
    public async Task A_refusal_is_a_problem_with_the_older_keys_and_never_repeats_the_key()
    {
        using var response = await SendAsync("/worker", static request => Add(request, "X-API-Key", "presented-secret-key"));
        var text = await response.Content.ReadAsStringAsync();
        using var body = JsonDocument.Parse(text);

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("wrong_key", body.RootElement.GetProperty("error").GetString());
        Assert.Equal(401, body.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(body.RootElement.GetProperty("message").GetString()!);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("presented-secret-key", text, StringComparison.Ordinal);
        Assert.DoesNotContain(DoorsFixture.Key, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "https://evil.example")]
    public async Task A_web_page_cannot_use_the_callers_address(string header, string value)
    {
        using var refused = await SendAsync("/client", request => Add(request, header, value), HttpMethod.Post);
        using var withKey = await SendAsync("/client", request => { Add(request, header, value); Add(request, "X-API-Key", DoorsFixture.Key); }, HttpMethod.Post);
        using var open = await SendAsync("/open", request => Add(request, header, value));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("forbidden_origin", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, withKey.StatusCode);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public async Task A_proxys_own_address_is_not_the_callers(string header, string value)
    {
        using var response = await SendAsync("/client", request => Add(request, header, value));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("SubmitJob", null, null)]
    [InlineData("GetJob", "wrong-key-is-fine-here", null)]
    [InlineData("ClaimJob", null, "16")]
    [InlineData("ClaimJob", "wrong", "16")]
    [InlineData("Work", null, "16")]
    [InlineData("MethodOfTomorrow", null, "16")]
    [InlineData("ClaimJob", DoorsFixture.Key, null)]
    public async Task A_grpc_call_is_refused_with_trailers_only(string method, string? key, string? grpcStatus)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(doors.Grpc, $"/llmmcp.v1.Core/{method}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        Add(request, "x-api-key", key);

        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(grpcStatus, response.Headers.TryGetValues("grpc-status", out var values) ? values.Single() : null);
        Assert.Equal(grpcStatus is null ? method : "", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_unknown_path_and_a_wrong_method_have_a_body_too()
    {
        using var unknown = await SendAsync("/nowhere", static _ => { });
        using var wrong = await SendAsync("/client", static _ => { }, HttpMethod.Delete);

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("\"error\":\"not_found\"", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
        Assert.Equal(["GET", "POST"], wrong.Content.Headers.Allow.Order());
        Assert.Contains("\"error\":\"method_not_allowed\"", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_defect_tells_nothing_and_an_outage_says_when_to_come_back()
    {
        using var broken = await SendAsync("/broken", static _ => { });
        using var outage = await SendAsync("/outage", static _ => { });

        Assert.Equal(HttpStatusCode.InternalServerError, broken.StatusCode);
        Assert.DoesNotContain("secret detail", await broken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, outage.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), outage.Headers.RetryAfter!.Delta);
        Assert.Contains("database_unavailable", await outage.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, Action<HttpRequestMessage> change, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(doors.Http, path));
        change(request);
        return await http.SendAsync(request);
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
