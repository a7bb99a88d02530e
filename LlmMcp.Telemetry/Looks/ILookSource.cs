namespace LlmMcp.Telemetry.Looks;

/// <summary>Where looks come from: Core, or a test that lets a day pass in a second.</summary>
internal interface ILookSource
{
    /// <summary>Looks around.</summary>
    /// <param name="failuresAfter">Jobs that failed before this are known.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    Task<Look> LookAsync(DateTimeOffset failuresAfter, CancellationToken cancellationToken);
}
