using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Tests.Debug;
using LlmMcp.Core.Tests.Fleet;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Docs;

/// <summary>The description against OpenAPI's published schema, its examples against its own schemas, and what Core really answers too.</summary>
public sealed class OpenApiAnswersTests
{
    private static readonly string Folder = RepositoryFolder.Below("tests/LlmMcp.Core.Tests/Docs/Validator");

    [Fact]
    public async Task Description_examples_and_answers_agree()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        await using var core = await TestCore.StartAsync(database, null, ("Fleet:OllamaBaseUrl", node.Url.ToString()));
        await core.Get<NodeWatch>().RunOnceAsync(CancellationToken.None);
        var document = await core.GetJsonAsync("/openapi/v1.json");

        var answers = new JsonArray();
        foreach (var action in (await core.GetJsonAsync("/v1/debug/actions")).GetProperty("endpoints").EnumerateArray())
        {
            using var request = CurlRequest.Parse(action.GetProperty("example").GetString()!);
            using var response = await core.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (response.Content.Headers.ContentType?.MediaType is { } type && type.EndsWith("json", StringComparison.Ordinal))
            {
                answers.Add(new JsonObject
                {
                    ["operation"] = Operation(document, action), ["status"] = (int)response.StatusCode, ["body"] = JsonNode.Parse(await response.Content.ReadAsStringAsync()),
                });
            }
        }

        Assert.True(answers.Count > 40, $"Only {answers.Count} answers of JSON.");
        Assert.Equal("", await CheckAsync(new JsonObject { ["document"] = JsonNode.Parse(document.GetRawText()), ["answers"] = answers }));
    }

    private static string Operation(JsonElement document, JsonElement action) => document.GetProperty("paths")
        .GetProperty(action.GetProperty("path").GetString()!.Replace("{**", "{", StringComparison.Ordinal))
        .GetProperty(action.GetProperty("method").GetString()!.ToLowerInvariant())
        .GetProperty("operationId").GetString()!;

    private static async Task<string> CheckAsync(JsonObject given)
    {
        await NpmPackages.EnsureAsync(Folder);
        using var node = Process.Start(new ProcessStartInfo("node", ["check.mjs"]) { UseShellExecute = false, WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await node.StandardInput.WriteAsync(given.ToJsonString());
        node.StandardInput.Close();
        var complaints = await node.StandardOutput.ReadToEndAsync() + await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        return complaints;
    }
}
