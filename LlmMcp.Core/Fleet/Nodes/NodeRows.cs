using System.Globalization;
using System.Text.Json;
using LlmMcp.Core.Api;
using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Answers of nodes as the rows of <see cref="NodeSql"/>.</summary>
internal static class NodeRows
{
    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;
    private const NpgsqlDbType Numbers = NpgsqlDbType.Array | NpgsqlDbType.Integer;

    /// <summary>A statement over the nodes.</summary>
    /// <param name="sql">One of <see cref="NodeSql"/> that takes rows.</param>
    /// <param name="by">Who probed.</param>
    /// <param name="answers">One row each.</param>
    public static NpgsqlBatchCommand Command(string sql, string by, IReadOnlyList<NodeAnswer> answers)
    {
        return new NpgsqlBatchCommand(sql)
            .With("by", by)
            .With("ids", Each(static answer => answer.Node.Id))
            .With("names", Each(static answer => answer.Node.Name))
            .With("platforms", Each(static answer => answer.Node.Platform))
            .With("hosts", Each(static answer => Route(answer).Url.Host))
            .With("providers", Each(static answer => answer is NodeAnswer.Answered answered ? answered.Provider : answer.Node.Provider))
            .With("base_urls", Each(static answer => Route(answer).Url.AbsoluteUri.TrimEnd('/')))
            .With("host_headers", Each(static answer => Route(answer).HostHeader), Texts)
            .With("origins", Each(static answer => answer.Node.Origin))
            .With("tags", Each(Tags), NpgsqlDbType.Array | NpgsqlDbType.Jsonb)
            .With("parents", Each(static answer => answer.Node.ParentId), Texts)
            .With("identities", Each(static answer => answer.Node.Identity), Texts)
            .With("reach_hosts", Each(answer => Route(answer).Url.IsLoopback ? answer.Node.Machine : null), Texts)
            .With("slots", Each(static answer => answer.Node.Slots), Numbers)
            .With("latencies", Each(static answer => answer is NodeAnswer.Answered answered ? answered.LatencyMs : (int?)null), Numbers)
            .With("may_create", Each(static answer => answer is NodeAnswer.Silent { Node.OnlyIfAnswers: false }))
            .With("gone", Each(static answer => answer.Node.Gone is not null));

        T[] Each<T>(Func<NodeAnswer, T> read) => [.. answers.Select(read)];
    }

    /// <summary>Why a node is silent; empty for one that is not.</summary>
    public static string Reason(NodeAnswer answer) => answer switch
    {
        NodeAnswer.Silent silent => silent.Reason,
        NodeAnswer.HostOnly host => host.Reason,
        _ => "",
    };

    private static NodeRoute Route(NodeAnswer answer) => answer is NodeAnswer.Answered answered ? answered.Route : new NodeRoute(answer.Node.BaseUrl);

    private static string Tags(NodeAnswer answer)
    {
        var tags = new Dictionary<string, object>(answer.Node.Tags) { ["simulated"] = answer.Node.Simulated };
        switch (answer)
        {
            case NodeAnswer.Answered answered:
                AddAnswer(tags, answered);
                break;
            case NodeAnswer.Silent silent:
                tags["last_error"] = silent.Reason;
                break;
            default:
                break;
        }

        return JsonSerializer.Serialize(tags, CoreJson.Options);
    }

    // The names are those that old dashboards and alerts read.
    private static void AddAnswer(Dictionary<string, object> tags, NodeAnswer.Answered answered)
    {
        tags["version"] = answered.Version ?? "";
        tags["ollama"] = answered.Provider == Contracts.Providers.Ollama;
        tags["ollama_addr"] = NodeUrl.Address(answered.Route.Url);
        tags["ollama_port"] = answered.Route.Url.Port.ToString(CultureInfo.InvariantCulture);
        tags["ollama_host"] = answered.Route.HostHeader ?? "";
        tags["ollama_latency_ms"] = answered.LatencyMs;
    }
}
