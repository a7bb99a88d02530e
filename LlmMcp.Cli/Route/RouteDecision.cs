using System.Text.Json;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Route;

/// <summary>The answer of <c>POST /v1/llm/route</c>. What Core did not say is null or empty.</summary>
internal sealed record RouteDecision(JsonElement Raw)
{
    private JsonElement Chosen => Raw.Member("decision") ?? default;

    public string? Provider => Chosen.Text("provider");

    public string? Kind => Chosen.Text("kind");

    public string? Model => Chosen.Text("model");

    public string? Device => Chosen.Text("device");

    /// <summary>Nobody can run it now, but a known device could.</summary>
    public bool Waits => Raw.Flag("waiting");

    public IReadOnlyList<string> Reasons => Raw.Texts("reasons");

    public IReadOnlyList<JsonElement> Candidates => Raw.Items("candidates");

    public IReadOnlyList<JsonElement> Rejected => Raw.Items("rejected");

    /// <summary>How many places were not chosen, by reason: more than <see cref="Rejected"/> has examples of.</summary>
    public IReadOnlyList<(string Reason, long Places)> RejectedCounts =>
        [.. (Raw.Member("rejected_counts") ?? default).EnumerateMembers().Where(static count => count.Value.ValueKind == JsonValueKind.Number).Select(static count => (count.Name, count.Value.GetInt64()))];

    /// <summary>The numbers of the decision, unknown ones left out.</summary>
    public IEnumerable<string> Facts()
    {
        (string? Text, string After)[] facts =
        [
            (Raw.Text("mode"), " routing"),
            (Figures.Whole(Raw.Whole("estimated_tokens")), " tokens estimated"),
            (Figures.Seconds(Raw.Number("timeout_seconds")), " for an attempt"),
            (Figures.Seconds(Raw.Number("expected_wait_seconds")), " expected wait"),
            (Figures.Dollars(Raw.Money("expected_cost_usd")), " expected"),
        ];
        return facts.Where(static fact => fact.Text is not null).Select(static fact => fact.Text + fact.After);
    }
}
