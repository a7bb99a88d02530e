using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.CoreApi;

/// <summary>
/// Core's HTTP API for commands: what <see cref="CoreHttp"/> fails with becomes a <see cref="CommandFailedException"/> that carries
/// Core's error code and a way out.
/// </summary>
internal sealed class CoreClient : IDisposable
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(3);

    public CoreClient(CoreAddress address)
    {
        Address = address;
        try
        {
            Http = new CoreHttp(new CoreEndpoint(address.Url, address.Key, $"llm-mcp/{VersionCommand.OfThisProgram}"), TimeProvider.System);
        }
        catch (FormatException invalid)
        {
            throw CommandFailedException.Usage(invalid.Message);
        }
    }

    public CoreAddress Address { get; }

    /// <summary>The API itself.</summary>
    public CoreHttp Http { get; }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken, TimeSpan extraTime = default) =>
        ToldAsync(Http.GetAsync(path, cancellationToken, extraTime));

    public Task<JsonElement> PostAsync(string path, JsonObject? body, CancellationToken cancellationToken, TimeSpan extraTime = default) =>
        ToldAsync(Http.PostAsync(path, body, cancellationToken, extraTime));

    public Task<JsonElement> DeleteAsync(string path, CancellationToken cancellationToken) => ToldAsync(Http.DeleteAsync(path, cancellationToken));

    /// <summary>Asks <c>/health</c>, which needs no key. Never fails: not answering is one of the answers.</summary>
    public async Task<CoreHealth> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "health");
            using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseContentRead, ProbeLimit, cancellationToken);
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return response.IsSuccessStatusCode && body.Text("version") is { } version
                ? new CoreHealth.Answers(version)
                : new CoreHealth.NotCore($"its /health answers HTTP {(int)response.StatusCode} without a version");
        }
        catch (JsonException)
        {
            return new CoreHealth.NotCore("its /health is not JSON");
        }
        catch (CoreCallException call)
        {
            return new CoreHealth.Unreachable(call.Failure.Message);
        }
    }

    public void Dispose() => Http.Dispose();

    private async Task<JsonElement> ToldAsync(Task<JsonElement> call)
    {
        try
        {
            return await call;
        }
        catch (CoreCallException failed)
        {
            throw CoreFailureTexts.Of(Address, failed.Failure);
        }
    }
}
