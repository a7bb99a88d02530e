using Microsoft.Extensions.Logging;

namespace LlmMcp.Worker.Execution;

internal static partial class AttemptLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "The executor of {Kind} threw on job {JobId}")]
    public static partial void ExecutorThrew(ILogger log, Exception defect, string jobId, string kind);
}
