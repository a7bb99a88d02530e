using System.Text.Json;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Dashboard;

/// <summary>
/// The dashboard, at most a second old. However many ask at once, one computation runs, and all of them get its outcome. Nobody's
/// hanging up cancels it for the others. While somebody keeps asking, the next look is begun before the last one is too old, so
/// that nobody waits for it.
/// </summary>
internal sealed class DashboardCache(DashboardReader reader, FleetCache fleet, IOptions<FleetOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Renewal = Lifetime / 2;

    private readonly Lock gate = new();
    private Look? current;
    private Look? next;

    /// <summary>The dashboard as it was at most a second before the call.</summary>
    public Task<DashboardState> GetAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (next is { State.IsCompletedSuccessfully: true })
            {
                (current, next) = (next, null);
            }

            var age = current is null ? TimeSpan.MaxValue : time.GetElapsedTime(current.BegunAt);
            if (age >= Renewal && (next is null || next.State.IsCompleted))
            {
                next = new Look(Task.Run(ComputeAsync, CancellationToken.None), time.GetTimestamp());
            }

            return (age < Lifetime ? current! : next!).State.WaitAsync(cancellationToken);
        }
    }

    private async Task<DashboardState> ComputeAsync()
    {
        var facts = await reader.ReadAsync(CancellationToken.None);
        var view = DashboardBuilder.Build(facts, fleet.Current, options.Value.MlxApiUrl);
        return new DashboardState(facts, view, (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(view, CoreJson.Options), (byte)'\n']);
    }

    private sealed record Look(Task<DashboardState> State, long BegunAt);
}
