using LlmMcp.Telemetry.Store;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Looks;

/// <summary>Looks at Core through its API.</summary>
internal sealed class CoreLooks(CoreApi core, IOptions<TelemetryOptions> options, TimeProvider time) : ILookSource
{
    private const int MostFailures = 500;

    public async Task<Look> LookAsync(DateTimeOffset failuresAfter, CancellationToken cancellationToken)
    {
        try
        {
            var dashboard = await core.GetAsync<Dashboard>("/v1/dashboard", cancellationToken);
            var failures = await core.GetAsync<FailurePage>(
                $"/v1/incidents/failures?after={Uri.EscapeDataString(failuresAfter.UtcDateTime.ToString("O"))}&attempts={options.Value.FailThreshold}&limit={MostFailures}", cancellationToken);
            return Look.Of(time.GetUtcNow(), dashboard, failures.Items);
        }
        catch (CoreGoneException gone)
        {
            return Look.Blind(time.GetUtcNow(), gone.Reach, gone.Message);
        }
    }

    private sealed record FailurePage(IReadOnlyList<Failure> Items);
}
