using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.Health;

/// <summary>Refuses to open the health page to other machines without a key.</summary>
internal sealed class HealthDoorValidator : IValidateOptions<WorkerOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkerOptions options) => HealthAddress.Parse(options.HealthAddress) switch
    {
        null => ValidateOptionsResult.Fail($"Worker:HealthAddress (HEALTH_ADDR) '{options.HealthAddress}' is neither host:port nor a URL."),
        { IsLoopback: false } when options.ApiKey.Length == 0 => ValidateOptionsResult.Fail(
            $"Worker:HealthAddress (HEALTH_ADDR) '{options.HealthAddress}' is reached by other machines, and there is no key. Set INTERNAL_API_KEY (Worker:ApiKey), or listen on 127.0.0.1:8081."),
        _ => ValidateOptionsResult.Success,
    };
}
