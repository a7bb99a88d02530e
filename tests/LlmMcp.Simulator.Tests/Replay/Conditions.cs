using LlmMcp.Simulator.Faults;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;

namespace LlmMcp.Simulator.Tests.Replay;

/// <summary>
/// What has to be so before a recording can be replayed. Recordings that are not named here need nothing but the
/// installed models. None is left out.
///
/// | recordings                               | what differs from the recorded request, and why                                 |
/// |------------------------------------------|---------------------------------------------------------------------------------|
/// | blob-post-created, blob-post-existing    | the 259,552 bytes were not kept: other bytes, and their digest in the path       |
/// | …-prompt-too-long, …-truncated, embed-…  | the index shortens the long prompt: it is written out again                     |
/// | pull-…-success, …-present, …-unknown, …  | 127.0.0.1:5999 is a registry of this test, at the port it got                   |
/// | midstream-…, runner-killed-…             | a fault breaks the stream where llama-server was killed                         |
/// | …-queue-full                             | the queue is filled by three requests before                                    |
/// </summary>
internal static class Conditions
{
    private const string RecordedBlob = "fb52e9c60750ad529a4961dea1221cab70cc18a37389ff57d74426f246f00e58";

    private static readonly Dictionary<string, Func<ReplayStage, Task>> Prepared = new()
    {
        ["blob-post-existing.txt"] = stage => stage.AddBlob(ReplayStage.UploadDigest),
        ["blob-head-present.txt"] = stage => stage.AddBlob(RecordedBlob),
        ["create-stream.ndjson"] = stage => stage.AddBlob(RecordedBlob),
        ["show.json"] = stage => stage.ReplayAsync("create-nonstream-from.json"),
        ["tags.json"] = stage => stage.ReplayAsync("create-nonstream-from.json"),
        ["v1-models.json"] = stage => stage.ReplayAsync("create-nonstream-from.json"),
        ["generate-debug-render-only.json"] = stage => stage.ReplayAsync("create-nonstream-from.json"),
        ["delete.txt"] = stage => stage.ReplayAsync("copy.txt"),
        ["ps-loaded.json"] = stage => stage.ReplayAsync("generate-load-only.json"),
        ["keepalive-minus-one-ps.json"] = stage => stage.ReplayAsync("embed.json", "keepalive-minus-one-generate.json"),
        ["keepalive-seconds-number-ps.json"] = stage => stage.ReplayAsync("embed.json", "keepalive-seconds-number-generate.json"),
        ["keepalive-duration-string-ps.json"] = stage => stage.ReplayAsync("embed.json", "keepalive-duration-string-generate.json"),
        ["keepalive-negative-string-ps.json"] = stage => stage.ReplayAsync("embed.json", "keepalive-negative-string-generate.json"),
        ["keepalive-string-minus-one-ps.json"] = stage => stage.ReplayAsync("embed.json", "keepalive-negative-string-generate.json", "keepalive-string-minus-one-generate.json"),
        ["keepalive-numeric-string-ps.json"] = stage => stage.ReplayAsync("embed.json", "keepalive-negative-string-generate.json", "keepalive-numeric-string-generate.json"),
        ["generate-unload.json"] = stage => stage.ReplayAsync("generate-load-only.json"),
        ["ps-after-unload.json"] = stage => stage.ReplayAsync("embed.json", "generate-load-only.json", "generate-unload.json"),
        ["ps-after-keepalive-0.json"] = stage => stage.ReplayAsync("embed.json", "generate-keepalive-0-with-prompt.json"),
        ["pull-stream-already-present.ndjson"] = stage => stage.ReplayAsync("pull-stream-success.ndjson"),
        ["tags-after-pull-other-registry.json"] = stage => stage.ReplayAsync("pull-stream-success.ndjson", "pull-nonstream-success.json"),
        ["midstream-runner-killed-generate.ndjson"] = BreakAsync,
        ["midstream-runner-killed-chat.ndjson"] = BreakAsync,
        ["midstream-runner-killed-v1-chat.sse.txt"] = BreakAsync,
        ["runner-killed-generate-nonstream.json"] = BreakAsync,
        ["generate-after-runner-killed.json"] = async stage =>
        {
            await BreakAsync(stage);
            await stage.ReplayAsync("runner-killed-generate-nonstream.json");
        },
        ["generate-queue-full.json"] = FillQueueAsync,
        ["v1-chat-queue-full.json"] = FillQueueAsync,
    };

    public static Task PrepareAsync(ReplayStage stage) =>
        Prepared.TryGetValue(stage.Recording.File, out var prepare) ? prepare(stage) : Task.CompletedTask;

    public static SimulatedNodeOptions Node(Recording recording)
    {
        var options = new SimulatedNodeOptions
        {
            Name = recording.File,
            Models = recording.File is "tags-empty.json" or "v1-models-empty.json" or "tags-after-pull-other-registry.json" ? [] : RecordedModels.All,
            ContextLength = 2048,
            LibraryReachable = false,
        };
        return recording.File.Contains("queue-full", StringComparison.Ordinal)
            ? options with
            {
                MaxQueue = 1,
                MaxLoadedModels = 1,
                Paces = new Dictionary<string, ModelPace> { ["loop:latest"] = new(0.001, double.PositiveInfinity) },
            }
            : options;
    }

    private static Task BreakAsync(ReplayStage stage) => stage.Node.BreakAsync(new Fault { Kind = FaultKind.Break, AfterChunks = 6, Next = 1 });

    private static async Task FillQueueAsync(ReplayStage stage)
    {
        stage.Begin("midstream-runner-killed-generate.ndjson");
        await stage.Node.WaitUntilAsync(node => node.Running == 1, stage.Stopping);
        stage.Begin("generate-nonstream.json");
        stage.Begin("generate-nonstream.json");
        await stage.Node.WaitUntilAsync(node => node.Queued == 2, stage.Stopping);
    }
}
