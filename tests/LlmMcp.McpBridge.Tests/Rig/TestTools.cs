using System.Collections.Concurrent;
using LlmMcp.McpBridge.Server;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tests.Rig;

/// <summary>
/// Tools for tests of the transport: <c>echo</c> answers its <c>text</c>, <c>hold</c> waits until the test releases it, <c>flood</c>
/// sends as many progress notices as it is told, <c>poll</c> asks its client to come back and answers when released.
/// </summary>
internal sealed class TestTools : IServerPart
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> holds = new();
    private int held;

    /// <summary>Calls of <c>hold</c> and <c>flood</c> under way.</summary>
    public int Held => Volatile.Read(ref held);

    public void AddTo(McpServerOptions options)
    {
        options.ToolCollection ??= [];
        Add("echo", (string text) => text);
        Add("hold", HoldAsync);
        Add("flood", FloodAsync);
        Add("poll", PollAsync);

        void Add(string name, Delegate method) => options.ToolCollection.TryAdd(McpServerTool.Create(method, new McpServerToolCreateOptions { Name = name }));
    }

    /// <summary>Lets calls of <c>hold</c> and <c>poll</c> with this name go on.</summary>
    public void Release(string name) => Hold(name).TrySetResult();

    private async Task<string> HoldAsync(string name, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref held);
        try
        {
            await Hold(name).Task.WaitAsync(cancellationToken);
            return $"released {name}";
        }
        finally
        {
            Interlocked.Decrement(ref held);
        }
    }

    private async Task<string> FloodAsync(int count, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref held);
        try
        {
            var message = new string('x', 10_000);
            for (var i = 1; i <= count; i++)
            {
                await request.Server.NotifyProgressAsync(
                    request.Params!.ProgressToken!.Value, new ProgressNotificationValue { Progress = i, Message = message }, cancellationToken: cancellationToken);
            }

            return $"{count}";
        }
        finally
        {
            Interlocked.Decrement(ref held);
        }
    }

    private async Task<string> PollAsync(string name, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        await request.EnablePollingAsync(TimeSpan.FromMilliseconds(10), cancellationToken);
        await Hold(name).Task.WaitAsync(cancellationToken);
        return $"polled {name}";
    }

    private TaskCompletionSource Hold(string name) =>
        holds.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
