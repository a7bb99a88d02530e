namespace LlmMcp.Client;

/// <summary>How patient a follower of jobs is.</summary>
public sealed record FollowSettings
{
    /// <summary>Pauses before each attempt to reopen a broken stream, about a minute in all. After the last one the follower gives up.</summary>
    public IReadOnlyList<TimeSpan> ReconnectPauses { get; init; } =
        [.. new[] { 0.1, 0.3, 1, 2, 3, 5, 5, 5, 10, 10, 10, 10 }.Select(TimeSpan.FromSeconds)];

    /// <summary>A stream that brings not even a keep-alive comment for this long is taken for dead. Core sends one every 15 s.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock of both.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
