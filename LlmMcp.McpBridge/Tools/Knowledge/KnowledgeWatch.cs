using LlmMcp.Client;
using LlmMcp.ServiceDefaults.Rounds;

namespace LlmMcp.McpBridge.Tools.Knowledge;

/// <summary>Shows the tools of knowledge bases while Core has them, and hides them when it has not.</summary>
internal sealed class KnowledgeWatch(CoreHttp core, ToolShelf shelf, LearnTool learn, RememberTool remember, TimeProvider time, ILogger<KnowledgeWatch> logger) : RoundLoop(time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    // Core and bridge are often started together.
    private static readonly TimeSpan WhileAway = TimeSpan.FromSeconds(3);

    // One look at a time: an answer that is overtaken must not undo a newer one.
    private readonly SemaphoreSlim turn = new(1);
    private bool answered;

    protected override TimeSpan Pause => answered ? Interval : WhileAway;

    /// <summary>Asks Core once. Returns whether it answered; while it does not, everything stays as it is.</summary>
    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var targets = (await core.GetAsync(CorePaths.Knowledge, cancellationToken)).Texts("targets");
            shelf.Show(learn, targets.Contains(KnowledgeTargets.LightRag));
            shelf.Show(remember, targets.Contains(KnowledgeTargets.Mem0));
            return true;
        }
        catch (CoreCallException call) when (call.Failure.Status == StatusCodes.Status404NotFound)
        {
            // A Core of before this door: it has no knowledge bases.
            return true;
        }
        catch (CoreCallException)
        {
            return false;
        }
        finally
        {
            turn.Release();
        }
    }

    protected override async Task RoundAsync(CancellationToken cancellationToken) => answered = await RunOnceAsync(cancellationToken);

    protected override void Failed(Exception exception) => BridgeLog.RoundFailed(logger, exception);
}

/// <summary>Adds the tools of knowledge bases.</summary>
internal static class KnowledgeSlice
{
    public static IServiceCollection AddKnowledgeTools(this IServiceCollection services) => services
        .AddSingleton<LearnTool>()
        .AddSingleton<RememberTool>()
        .AddSingleton<KnowledgeWatch>()
        .AddHostedService(static provider => provider.GetRequiredService<KnowledgeWatch>());
}
