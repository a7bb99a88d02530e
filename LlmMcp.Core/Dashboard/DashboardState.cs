namespace LlmMcp.Core.Dashboard;

/// <summary>One look at everything, shared by whoever asks within its lifetime.</summary>
/// <param name="Facts">What the database said.</param>
/// <param name="View">What was made of it.</param>
/// <param name="Json">The view as it is sent, line break included.</param>
internal sealed record DashboardState(DashboardFacts Facts, DashboardView View, ReadOnlyMemory<byte> Json);
