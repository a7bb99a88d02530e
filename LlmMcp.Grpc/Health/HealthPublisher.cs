using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Tells those who watch health what the application's periodic checks found.</summary>
internal sealed class HealthPublisher(ApplicationHealthService health) : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        health.Publish(report);
        return Task.CompletedTask;
    }
}
