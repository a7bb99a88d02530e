using System.Net;
using LlmMcp.Core.Tests.Fleet;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;

namespace LlmMcp.Core.Tests.Debug;

public sealed class ActionsTests
{
    [Fact]
    public async Task Every_action_is_a_curl_line_that_runs()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        await using var core = await TestCore.StartAsync(database, null, ("Fleet:OllamaBaseUrl", node.Url.ToString()));
        await core.Get<LlmMcp.Core.Fleet.Nodes.NodeWatch>().RunOnceAsync(CancellationToken.None);
        var actions = await core.GetJsonAsync("/v1/debug/actions");
        var endpoints = actions.GetProperty("endpoints").EnumerateArray().ToList();

        Assert.Equal(endpoints.Count, actions.GetProperty("total").GetInt32());
        Assert.Contains(endpoints, static action => action.GetProperty("path").GetString() == "/v1/debug/actions");
        var failed = new List<string>();
        foreach (var action in endpoints)
        {
            var (line, status) = (action.GetProperty("example").GetString()!, HttpStatusCode.NotImplemented);
            using var request = CurlRequest.Parse(line);
            Assert.Equal(action.GetProperty("method").GetString(), request.Method.Method);
            using var response = await core.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            status = response.StatusCode;
            // The example's id is nobody's, so 404 is a sound answer where there is one; a cancel of nothing too. Nor does the example watch.
            if (!((int)status < 300 || (status == HttpStatusCode.Conflict && line.Contains("example-watcher", StringComparison.Ordinal)) || (status == HttpStatusCode.NotFound && (line.Contains("00000000", StringComparison.Ordinal) || line.Contains("example", StringComparison.Ordinal))) || status == HttpStatusCode.ServiceUnavailable))
            {
                failed.Add($"{(int)status} {line}: {await response.Content.ReadAsStringAsync()}");
            }

            Assert.NotEmpty(action.GetProperty("description").GetString()!);
        }

        Assert.Empty(failed);
    }

    [Fact]
    public async Task Calls_that_need_the_key_say_so_without_telling_it()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database, null, ("Access:InternalKey", "a-key-of-32-characters-or-so-1234"));

        var text = await core.Http.GetStringAsync("/v1/debug/actions");

        Assert.Contains("$INTERNAL_API_KEY", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a-key-of-32", text, StringComparison.Ordinal);
    }
}
