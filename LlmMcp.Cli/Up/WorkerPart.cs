using LlmMcp.Worker;

namespace LlmMcp.Cli.Up;

/// <summary>
/// The workers of an <c>up</c>, in a host of their own beside Core's, so that they can drain and give their jobs back while
/// Core still listens.
/// </summary>
internal sealed class WorkerPart(IHost? workers) : IAsyncDisposable
{
    public static async Task<WorkerPart> StartAsync(
        UpPlan plan, Dictionary<string, string?> settings, CliHost host, ILoggerProvider logging, CancellationToken cancellationToken)
    {
        var workers = Build(plan, settings, host, logging);
        if (workers is null)
        {
            return new WorkerPart(null);
        }

        try
        {
            await workers.StartPartAsync(cancellationToken);
            return new WorkerPart(workers);
        }
        catch
        {
            workers.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (workers is not null)
        {
            // Bounded by the workers' grace, after which what is left is given back.
            await workers.StopAsync(CancellationToken.None);
            workers.Dispose();
        }
    }

    /// <summary>The part before its settings were checked; null without workers.</summary>
    public static IHost? Build(UpPlan plan, Dictionary<string, string?> settings, CliHost host, ILoggerProvider logging)
    {
        if (plan.Workers == 0)
        {
            return null;
        }

        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = PartSetup.ContentRoot });
        builder.Prepare("Worker", settings, host, logging);
        builder.AddWorker(options =>
        {
            options.CoreAddress = plan.GrpcTarget.ToString();
            options.Workers = plan.Workers;
            // One id per data: workers of two systems on one machine must not take each other's.
            options.StateDirectory = options.StateDirectory.Length > 0 ? options.StateDirectory : plan.DataDirectory;
        });
        return builder.Build();
    }
}
