using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Up;

/// <summary>
/// Starts the parts in the order in which they need each other and stops them in the opposite one. When this process is
/// killed on any line, the database goes down with it and recovers at the next start; jobs wait there.
/// </summary>
internal sealed class UpRun(UpPlan plan, Invocation invocation)
{
    private readonly CliHost host = invocation.Host;
    private readonly Terminal terminal = invocation.Terminal;

    public async Task<int> RunAsync(CancellationToken interrupted)
    {
        await PortGuard.CheckAsync(plan, interrupted);
        using var logging = new TerminalLogging(terminal);
        if (await UpSettings.MistakesAsync(plan, host, logging) is { Count: > 0 } mistakes)
        {
            throw PartSetup.InvalidSettings(mistakes);
        }

        using var loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Warning).AddProvider(logging));
        var progress = new ProgressLine(terminal);
        try
        {
            progress.Show("starting the database…");
            await using var database = await PrivateDatabase.StartAsync(plan, host, loggers, interrupted);
            progress.Show("starting the simulated fleet…");
            await using var fleet = await DemoFleet.StartAsync(plan, loggers, interrupted);
            progress.Show("starting Core…");
            await using var core = await CorePart.StartAsync(Settings(database, fleet), host, logging, interrupted);
            progress.Show("starting the workers…");
            await using var workers = await WorkerPart.StartAsync(plan, Settings(database, fleet), host, logging, interrupted);
            await using var bridge = await BridgePart.StartAsync(plan, Settings(database, fleet), host, logging, interrupted);
            await using var telemetry = await TelemetryPart.StartAsync(plan, Settings(database, fleet), host, logging, interrupted);
            var status = await StatusAsync(database, interrupted);
            progress.Clear();
            Show(status);
            var stoppedItself = await core.UntilStoppedAsync(interrupted);
            progress.Show("stopping…");
            return stoppedItself ? throw new CommandFailedException("core_stopped", "Core stopped by itself.", "The lines above say why.") : ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            // Interrupted while starting: what had started was stopped on the way here.
            return ExitCodes.Interrupted;
        }
        finally
        {
            progress.Clear();
        }
    }

    private Dictionary<string, string?> Settings(PrivateDatabase database, DemoFleet fleet)
    {
        var settings = new Dictionary<string, string?>(plan.Settings);
        if (database.ConnectionString is { } connection)
        {
            settings["ConnectionStrings:llmdb"] = connection;
        }

        if (fleet.Endpoints.Count > 0)
        {
            settings["Fleet:SimulatedEndpoints"] = string.Join(',', fleet.Endpoints);
        }

        return settings;
    }

    private async Task<UpStatus> StatusAsync(PrivateDatabase database, CancellationToken cancellationToken)
    {
        using var client = new CoreClient(new CoreAddress(plan.HttpUrl, host.Variable(CoreAddress.InternalKeyVariable), "up"));
        return new UpStatus
        {
            Version = VersionCommand.OfThisProgram,
            Plan = plan,
            Database = database.Description,
            Nodes = await NodeSurvey.AskAsync(client, host.Time, cancellationToken),
            CloudKey = CloudKeys.Any(host),
            Program = OwnForm.Of(AppContext.BaseDirectory, Directory.GetCurrentDirectory()),
        };
    }

    private void Show(UpStatus status)
    {
        if (invocation.Json)
        {
            UpStatusView.WriteJson(status, terminal);
        }
        else
        {
            UpStatusView.Write(status, terminal);
        }
    }
}
