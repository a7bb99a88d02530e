using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Session;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker;

/// <summary>What attributes cannot say. Reports every mistake, not the first one.</summary>
internal sealed class WorkerOptionsValidator(JobExecutors executors) : IValidateOptions<WorkerOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkerOptions options)
    {
        List<string> mistakes = [.. ServedKinds.Named(options.Kinds)
            .Where(kind => executors.Find(kind) is null)
            .Select(kind => $"Worker:Kinds (WORKER_KINDS) names '{kind}', for which there is no executor.")];
        if (DialAddress.Parse(options.CoreAddress) is null)
        {
            mistakes.Add($"Worker:CoreAddress (CORE_GRPC_ADDR) '{options.CoreAddress}' is neither host:port nor a URL.");
        }

        if (DialAddress.Parse(options.HealthAddress) is null)
        {
            mistakes.Add($"Worker:HealthAddress (HEALTH_ADDR) '{options.HealthAddress}' is neither host:port nor a URL.");
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
