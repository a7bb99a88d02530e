using System.Text;
using System.Text.Json;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Costs;

/// <summary>
/// Writes what an answer cost: into its result, and one row for every answer with tokens, local ones at zero. Failed attempts
/// are counted per model.
/// </summary>
internal sealed class CostRecorder(PriceTable prices, FleetCache fleet) : IFinishHandler
{
    /// <summary>
    /// Adds <c>cost</c> and <c>tier</c> at the end of the object. Of a key that stands twice jsonb keeps the last, so whatever a
    /// worker claims there is overridden without reading the rest.
    /// </summary>
    public ReadOnlyMemory<byte> Enrich(ReadOnlyMemory<byte> result, ReadOnlyMemory<byte> metrics)
    {
        if (!TokenUsage.TryRead(metrics.Span, result.Span, out var usage))
        {
            return result;
        }

        var trimmed = result.Trim(" \t\r\n"u8);
        if (trimmed.Length < 2 || trimmed.Span[0] != '{' || trimmed.Span[^1] != '}')
        {
            return result;
        }

        var body = trimmed[..^1].TrimEnd(" \t\r\n"u8);
        var tail = $"\"tier\":{JsonSerializer.Serialize(TierOf(usage))},\"cost\":\"{CostCalculator.Text(CostOf(usage))}\"}}";
        var isEmpty = body.Length == 1;
        var enriched = new byte[body.Length + (isEmpty ? 0 : 1) + Encoding.UTF8.GetByteCount(tail)];
        body.CopyTo(enriched);
        if (!isEmpty)
        {
            enriched[body.Length] = (byte)',';
        }

        Encoding.UTF8.GetBytes(tail, enriched.AsSpan(body.Length + (isEmpty ? 0 : 1)));
        return enriched;
    }

    public async Task<Action?> OnEndedAsync(NpgsqlConnection connection, IReadOnlyList<EndedAttempt> attempts, CancellationToken cancellationToken)
    {
        List<(EndedAttempt Attempt, TokenUsage Usage)>? costs = null;
        List<EndedAttempt>? failures = null;
        foreach (var attempt in attempts)
        {
            var callsModel = JobKinds.CallsModel(attempt.Kind);
            if (TokenUsage.TryRead(attempt.Metrics.Span, attempt.Result.Span, out var usage))
            {
                (costs ??= []).Add((attempt, callsModel ? usage with { Provider = JobProviders.Of(attempt.Kind) } : usage));
            }

            if (callsModel && !attempt.Succeeded)
            {
                (failures ??= []).Add(attempt);
            }
        }

        if (costs is not null)
        {
            await InsertAsync(connection, costs, cancellationToken);
        }

        if (failures is not null)
        {
            await CountAsync(connection, failures, cancellationToken);
        }

        return null;
    }

    private async Task InsertAsync(NpgsqlConnection connection, List<(EndedAttempt Attempt, TokenUsage Usage)> costs, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(CostSql.Insert, connection)
            .With("jobs", costs.Select(static cost => cost.Attempt.JobId).ToArray())
            .With("providers", costs.Select(static cost => cost.Usage.Provider).ToArray())
            .With("models", costs.Select(static cost => cost.Usage.Model).ToArray())
            .With("devices", costs.Select(static cost => cost.Attempt.DeviceId).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)
            .With("clients", costs.Select(static cost => cost.Attempt.Client).ToArray())
            .With("sources", costs.Select(static cost => cost.Attempt.Source).ToArray())
            .With("tokens_in", costs.Select(static cost => cost.Usage.TokensIn).ToArray())
            .With("tokens_out", costs.Select(static cost => cost.Usage.TokensOut).ToArray())
            .With("cached_in", costs.Select(static cost => Math.Min(cost.Usage.Details.CachedIn, cost.Usage.TokensIn)).ToArray())
            .With("reasoning_out", costs.Select(static cost => Math.Min(cost.Usage.Details.ReasoningOut, cost.Usage.TokensOut)).ToArray())
            .With("costs", costs.Select(cost => CostOf(cost.Usage)).ToArray())
            .With("priced_by", costs.Select(static cost => Charged(cost.Usage) is null ? "table" : "provider").ToArray())
            .With("durations", costs.Select(static cost => cost.Usage.DurationMs).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task CountAsync(NpgsqlConnection connection, List<EndedAttempt> failures, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(CostSql.CountErrors, connection)
            .With("jobs", failures.Select(static failure => failure.JobId).ToArray())
            .With("providers", failures.Select(static failure => JobProviders.Of(failure.Kind)).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private decimal CostOf(TokenUsage usage) =>
        Charged(usage) ?? CostCalculator.Cost(prices.Find(usage.Provider, usage.Model), usage.Tokens);

    // OpenRouter alone tells what it charged, in USD and with each answer; what it says counts more than any table.
    private static decimal? Charged(TokenUsage usage) =>
        usage is { Provider: Providers.OpenRouter, Details.Charged: { } charged } ? CostCalculator.Bound(charged) : null;

    private string TierOf(TokenUsage usage) => fleet.Current.FindModel(usage.Provider, usage.Model)?.Tier ?? "";
}
