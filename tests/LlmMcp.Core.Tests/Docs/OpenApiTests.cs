using System.Text.Json;
using LlmMcp.Core.Docs;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using Microsoft.AspNetCore.Routing;

namespace LlmMcp.Core.Tests.Docs;

public sealed class OpenApiTests : CoreTest
{
    private JsonElement document;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        document = await Core.GetJsonAsync("/openapi/v1.json");
    }

    [Fact]
    public void Every_call_is_documented_and_nothing_else_is()
    {
        var names = Core.Get<EndpointDataSource>().Endpoints
            .Select(static endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName).OfType<string>()
            .Where(static name => name != "v1").ToHashSet();

        Assert.Empty(names.Except(EndpointDocs.All.Keys));
        Assert.Empty(EndpointDocs.All.Keys.Except(names));
        Assert.Equal(names.Count, Operations().Count());
    }

    [Fact]
    public void It_is_OpenAPI_3_1_without_loose_ends()
    {
        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("1.2.3-test", document.GetProperty("info").GetProperty("version").GetString());
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(static schema => "#/components/schemas/" + schema.Name).ToHashSet();
        Assert.Subset(schemas, References(document).ToHashSet());
        Assert.All(Operations(), static operation =>
        {
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.GetProperty("operationId").GetString()!);
            Assert.Contains(operation.GetProperty("responses").EnumerateObject(), static response => response.Name[0] == '2' && response.Value.GetProperty("content").EnumerateObject().Any());
            Assert.StartsWith("curl ", operation.GetProperty("x-codeSamples")[0].GetProperty("source").GetString(), StringComparison.Ordinal);
            if (operation.TryGetProperty("requestBody", out var body))
            {
                Assert.Equal(JsonValueKind.Object, body.GetProperty("content").GetProperty("application/json").GetProperty("example").ValueKind);
            }
        });
        Assert.Equal(Operations().Count(), Operations().Select(static operation => operation.GetProperty("operationId").GetString()).Distinct().Count());
    }

    [Fact]
    public void Types_words_and_refusals_are_told()
    {
        var list = document.GetProperty("paths").GetProperty("/v1/jobs").GetProperty("get");
        var status = list.GetProperty("parameters").EnumerateArray().Single(static parameter => parameter.GetProperty("name").GetString() == "status");
        var job = document.GetProperty("components").GetProperty("schemas").GetProperty("JobDoc").GetProperty("properties");

        Assert.Equal(JobStatus.All, status.GetProperty("schema").GetProperty("enum").EnumerateArray().Select(static value => value.GetString()));
        Assert.Equal(JobStatus.All, job.GetProperty("status").GetProperty("enum").EnumerateArray().Select(static value => value.GetString()));
        Assert.Equal("integer", job.GetProperty("attempts").GetProperty("type").GetString());
        Assert.Equal("#/components/schemas/ProblemBody", list.GetProperty("responses").GetProperty("400").GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
    }

    [Fact]
    public async Task A_job_has_the_keys_its_documentation_names()
    {
        var id = await Core.SubmitAsync("""{"kind":"echo","payload":1,"source":"me","timeout_seconds":5,"deadline_at":"2099-01-01T00:00:00Z"}""");
        await Core.PostAsync("/v1/workers/claim", """{"worker_id":"w1","kinds":["echo"]}""");

        var written = (await Core.GetJsonAsync($"/v1/jobs/{id}")).EnumerateObject().Select(static property => property.Name);
        var described = document.GetProperty("components").GetProperty("schemas").GetProperty("JobDoc").GetProperty("properties").EnumerateObject().Select(static property => property.Name);

        Assert.Empty(written.Except(described));
    }

    [Fact]
    public async Task The_page_to_try_it_loads_nothing_from_elsewhere()
    {
        using var response = await Core.Http.GetAsync("/docs");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Contains("connect-src 'self'", string.Join(' ', response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
    }

    private IEnumerable<JsonElement> Operations() =>
        document.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject()).Select(static operation => operation.Value);

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static property =>
            property is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
