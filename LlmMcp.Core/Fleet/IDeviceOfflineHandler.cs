namespace LlmMcp.Core.Fleet;

/// <summary>What has to happen when devices stop answering, e.g. their running jobs go back to the queue.</summary>
internal interface IDeviceOfflineHandler
{
    /// <summary>Called once per change from online to offline, after it was committed.</summary>
    Task OnOfflineAsync(IReadOnlyList<string> deviceIds, CancellationToken cancellationToken);
}
