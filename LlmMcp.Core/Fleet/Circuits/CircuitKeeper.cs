using LlmMcp.Core.Jobs;
using LlmMcp.Core.Storage;

namespace LlmMcp.Core.Fleet.Circuits;

/// <summary>What happens to circuits beside ended attempts: probes that got lost, devices nobody reaches, an operator's word.</summary>
internal sealed class CircuitKeeper(Database database, CoreIdentity identity, LlmMcpTelemetry telemetry, ILogger<CircuitKeeper> logger)
{
    private const string NobodyConnects = "no worker can connect";

    /// <summary>One round; any number of Cores may do it at once. True when something changed.</summary>
    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var silent = await ListAsync(CircuitSql.ReturnLostProbes, static command => command, cancellationToken);
        silent.ForEach(device => CircuitLog.ProbeSilent(logger, device));
        var opened = await ListAsync(
            CircuitSql.OpenUnreached,
            static command => command.With("opens_at", Circuit.OpensAt).With("rest_seconds", Circuit.Rest.TotalSeconds),
            cancellationToken);
        foreach (var device in opened)
        {
            telemetry.CircuitOpened(device);
            CircuitLog.Opened(logger, device, Circuit.OpensAt, Circuit.Rest.TotalMinutes, NobodyConnects);
        }

        return await TellAsync(silent.Count + opened.Count > 0, cancellationToken);
    }

    /// <summary>Closes a circuit and lets every worker try. False when there is no such device.</summary>
    public async Task<bool> ResetAsync(string device, CancellationToken cancellationToken)
    {
        var found = await ListAsync(CircuitSql.Reset, command => command.With("device", device), cancellationToken);
        if (found.Count > 0)
        {
            CircuitLog.Reset(logger, device);
        }

        return await TellAsync(found.Count > 0, cancellationToken);
    }

    private async Task<bool> TellAsync(bool changed, CancellationToken cancellationToken)
    {
        if (changed)
        {
            await using var notify = database.Command(JobSql.Notify).With("message", JobNotification.Devices(identity.Id));
            await notify.ExecuteNonQueryAsync(cancellationToken);
        }

        return changed;
    }

    private async Task<List<string>> ListAsync(string sql, Func<Npgsql.NpgsqlCommand, Npgsql.NpgsqlCommand> fill, CancellationToken cancellationToken)
    {
        await using var command = fill(database.Command(sql));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ListAsync(static row => row.GetString(0), cancellationToken);
    }
}
