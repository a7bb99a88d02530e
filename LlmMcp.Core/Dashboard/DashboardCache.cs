using System.Text.Json;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Dashboard;

/// <summary>
/// The dashboard, at most a second old. However many ask at once, one computation runs, and all of them get its outcome. Nobody's
/// hanging up cancels it for the others.
/// </summary>
internal sealed class DashboardCache(DashboardReader reader, FleetCache fleet, IOptions<FleetOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private (Task<DashboardState> State, long ReadAt)? current;

    /// <summary>The dashboard as it was at most a second before the call.</summary>
    public Task<DashboardState> GetAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (current is not { } known || known.State.IsFaulted || (known.State.IsCompleted && time.GetElapsedTime(known.ReadAt) >= Lifetime))
            {
                current = known = (Task.Run(ComputeAsync, CancellationToken.None), time.GetTimestamp());
            }

            return known.State.WaitAsync(cancellationToken);
        }
    }

    private async Task<DashboardState> ComputeAsync()
    {
        var facts = await reader.ReadAsync(CancellationToken.None);
        var view = DashboardBuilder.Build(facts, fleet.Current, options.Value.MlxApiUrl);
        return new DashboardState(facts, view, (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(view, CoreJson.Options), (byte)'\n']);
    }
}
