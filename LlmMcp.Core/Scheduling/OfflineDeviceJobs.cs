using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs.Upkeep;

namespace LlmMcp.Core.Scheduling;

/// <summary>A device is gone: what ran on it goes back to the queue at once instead of waiting for its lease.</summary>
internal sealed class OfflineDeviceJobs(JobUpkeep upkeep) : IDeviceOfflineHandler
{
    public async Task OnOfflineAsync(IReadOnlyList<string> deviceIds, CancellationToken cancellationToken) =>
        await upkeep.TakeBackFromDevicesAsync(deviceIds, cancellationToken);
}
