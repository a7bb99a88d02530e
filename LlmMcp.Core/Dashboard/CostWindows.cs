using Npgsql;
using LlmMcp.Core.Storage;

namespace LlmMcp.Core.Dashboard;

/// <summary>
/// What was spent, by minute, of the last month. Minutes that are over are read once; each look reads only the newest, which may
/// still grow. Not for several threads at once.
/// </summary>
internal sealed class CostWindows
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    // An answer is stored with the time its transaction began: no transaction of ours takes longer.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    // Somebody may correct a price and the rows with it.
    private static readonly TimeSpan Renewal = TimeSpan.FromHours(1);

    private readonly SortedDictionary<DateTimeOffset, decimal> minutes = [];
    private DateTimeOffset? since;
    private DateTimeOffset renewed;

    /// <summary>The statement that reads what is not known yet.</summary>
    public NpgsqlBatchCommand Command(DateTimeOffset now)
    {
        if (since is null || now - renewed > Renewal)
        {
            minutes.Clear();
            (since, renewed) = (now - Month, now);
        }

        return new NpgsqlBatchCommand(DashboardSql.Costs).With("since", Minute(since.Value).UtcDateTime);
    }

    /// <summary>Takes in what the statement answered.</summary>
    /// <param name="read">USD by minute.</param>
    /// <param name="now">When it was read, by the database's clock.</param>
    public CostWindow Add(IEnumerable<KeyValuePair<DateTimeOffset, decimal>> read, DateTimeOffset now)
    {
        foreach (var (minute, cost) in read)
        {
            minutes[minute] = cost;
        }

        while (minutes.Count > 0 && minutes.First().Key < Minute(now - Month))
        {
            minutes.Remove(minutes.First().Key);
        }

        since = now - Late;
        return new CostWindow(Sum(now - TimeSpan.FromDays(1)), Sum(now - TimeSpan.FromDays(7)), Sum(now - Month));
    }

    /// <summary>The connection failed in between: what was to be read is not known after all.</summary>
    public void Forget() => since = null;

    private decimal Sum(DateTimeOffset from) => minutes.Where(minute => minute.Key >= Minute(from)).Sum(static minute => minute.Value);

    private static DateTimeOffset Minute(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
