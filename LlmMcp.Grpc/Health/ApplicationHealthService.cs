using Grpc.AspNetCore.Server;
using Grpc.HealthCheck;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>
/// Answers health from the application's own checks: they stand for the server as a whole and for each mapped service.
/// </summary>
internal sealed class ApplicationHealthService(HealthCheckService checks, MappedServices services) : HealthServiceImpl
{
    public void Publish(HealthReport report)
    {
        // Degraded still serves; that is what sets it apart from unhealthy.
        var status = report.Status == HealthStatus.Unhealthy ? ServingStatus.NotServing : ServingStatus.Serving;
        SetStatus("", status);
        foreach (var service in services.Names)
        {
            SetStatus(service, status);
        }
    }

    protected override async Task RefreshAsync(CancellationToken cancellationToken) =>
        Publish(await checks.CheckHealthAsync(cancellationToken));
}
