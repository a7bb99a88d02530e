using System.ComponentModel.DataAnnotations;

namespace LlmMcp.Worker.Upstream;

/// <summary>
/// How long model servers may take. Section <c>Worker</c>, but a class of its own: the check of <see cref="WorkerOptions"/> asks
/// the executors, and the executors need this.
/// </summary>
internal sealed class UpstreamOptions
{
    /// <summary>Longest silence of a model server in the middle of an answer, 1 second to 1 hour. The default is 120 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromSeconds(120);
}
