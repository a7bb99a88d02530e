using LlmMcp.SystemTests.Fleet;
using LlmMcp.SystemTests.Harness;
using Npgsql;

namespace LlmMcp.SystemTests.Checks;

/// <summary>Watches devices, slots, circuits and runs from inside the database, and judges them at the end.</summary>
internal sealed class FleetAudit(Hub hub, FleetStage stage)
{
    private const int MostShown = 10;

    /// <summary>From now on everything is written down.</summary>
    public async Task InstallAsync()
    {
        // Triggers on so many tables at once wait for whoever is writing to them, who may in turn wait for us.
        while (!await TryAsync())
        {
        }

        async Task<bool> TryAsync()
        {
            try
            {
                await hub.Audit.ExecuteAsync(FleetAuditSql.Install);
                return true;
            }
            catch (PostgresException deadlock) when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                return false;
            }
        }
    }

    /// <summary>As if five minutes had passed for every open circuit.</summary>
    public Task AgeCircuitsAsync() => hub.Audit.ExecuteAsync("update device_circuits set opened_at = opened_at - interval '5 minutes' where state = 'open'");

    /// <summary>Fails the test with everything that is wrong; answers what happened otherwise.</summary>
    public async Task<string> JudgeAsync(IReadOnlyDictionary<Guid, (int Number, Wish Wish)> wishes)
    {
        await using var connection = await hub.Audit.OpenAsync();
        var judgement = new FleetJudgement(await FleetHistory.ReadAsync(connection), stage, wishes);
        var summary = judgement.Summary();
        List<IReadOnlyList<string>> rules = [.. judgement.Violations().Select(static rule => rule.ToList())];
        foreach (var sql in FleetAuditSql.Violations)
        {
            rules.Add(await hub.Audit.ListAsync(sql));
        }

        var wrong = rules.Where(static rule => rule.Count > 0).SelectMany(static rule => rule.Take(MostShown).Append($"({rule.Count} of this sort)"));
        Assert.True(rules.TrueForAll(static rule => rule.Count == 0), $"{summary}\n{string.Join('\n', wrong)}");
        return summary;
    }
}
