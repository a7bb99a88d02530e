using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Session;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker;

/// <summary>What attributes cannot say. Reports every mistake, not the first one.</summary>
/// <remarks>
/// The executors are looked up when there is something to validate: some of them reach, through their connection to Core, the
/// very options whose validator this is.
/// </remarks>
internal sealed class WorkerOptionsValidator(IServiceProvider services) : IValidateOptions<WorkerOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkerOptions options)
    {
        var executors = services.GetRequiredService<JobExecutors>();
        List<string> mistakes = [.. ServedKinds.Named(options.Kinds)
            .Where(kind => executors.Find(kind) is null)
            .Select(kind => $"Worker:Kinds (WORKER_KINDS) names '{kind}', for which there is no executor.")];
        if (DialAddress.Parse(options.CoreAddress) is null)
        {
            mistakes.Add($"Worker:CoreAddress (CORE_GRPC_ADDR) '{options.CoreAddress}' is neither host:port nor a URL.");
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
