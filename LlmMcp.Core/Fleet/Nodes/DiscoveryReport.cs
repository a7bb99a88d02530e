namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>A round as callers see it, and as it is stored.</summary>
/// <param name="Found">Nodes that settings and sources name, each once.</param>
/// <param name="Online">Nodes that answered.</param>
/// <param name="Offline">Nodes that somebody named and that did not answer.</param>
/// <param name="NotProbed">Nodes the round had no time for; they come first in the next.</param>
/// <param name="Removed">Devices that were removed as nothing names them any more.</param>
/// <param name="DurationMs">How long the round took.</param>
/// <param name="WentOffline">Devices that were online before the round and are not now.</param>
/// <param name="Mistakes">What could not be read or asked, a sentence each.</param>
internal sealed record DiscoveryReport(
    int Found, int Online, int Offline, int NotProbed, int Removed, long DurationMs, IReadOnlyList<string> WentOffline, IReadOnlyList<string> Mistakes)
{
    // For callers; a thousand ids of a lost network say no more than the first hundred.
    private const int MostIds = 100;

    public static DiscoveryReport Of(FleetReport report) => new(
        report.Found, report.Answered, report.Silent.Count, report.NotProbed, report.Removed, (long)report.Duration.TotalMilliseconds,
        [.. report.WentOffline.Take(MostIds)], report.Mistakes);
}
