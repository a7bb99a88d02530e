using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Native;

/// <summary>Questions about the server itself.</summary>
internal static class StatusApi
{
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", GetOrHead, context => Replies.TextAsync(context, 200, "Ollama is running", "text/plain; charset=utf-8"));
        routes.MapMethods("/api/version", GetOrHead, context => Replies.JsonAsync(context, new VersionReply(context.Node().Options.Version)));
        routes.MapGet("/api/status", context => Replies.JsonAsync(context, new StatusReply(new CloudStatus(true, "env"))));
        routes.MapGet("/api/ps", context => Replies.JsonAsync(context, new RunningReply(Running(context.Node()))));
    }

    private static RunningModel[] Running(SimulatedNode node) => node.Runners.Observe((runners, _) => runners
        .OrderByDescending(runner => runner.ExpiresAt)
        .Select(runner => new RunningModel(
            runner.Model.Name.Display,
            runner.Model.Name.Display,
            runner.SizeBytes,
            runner.Model.ManifestDigest,
            ModelDetails.Of(runner.Model),
            GoTime.Format(runner.ExpiresAt),
            runner.VramBytes,
            runner.ContextLength))
        .ToArray());
}

internal sealed record VersionReply(string Version);

internal sealed record StatusReply(CloudStatus Cloud);

internal sealed record CloudStatus(bool Disabled, string Source);

internal sealed record RunningReply(RunningModel[] Models);

internal sealed record RunningModel(
    string Name, string Model, long Size, string Digest, ModelDetails Details, string ExpiresAt, long SizeVram, int ContextLength);
