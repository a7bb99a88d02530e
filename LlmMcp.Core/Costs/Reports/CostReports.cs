using LlmMcp.Core.Storage;
using NpgsqlTypes;

namespace LlmMcp.Core.Costs.Reports;

/// <summary>Adds costs up.</summary>
internal sealed class CostReports(Database database)
{
    private const string Rest = "other";
    private const int MostGroups = 50;

    /// <summary>What the last days cost.</summary>
    /// <param name="period">What to call them.</param>
    /// <param name="days">How many, back from now.</param>
    /// <param name="by">One of <see cref="CostSummary.Groupings"/>, or empty.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<CostSummary> SummarizeAsync(string period, int days, string by, CancellationToken cancellationToken)
    {
        await using var command = database.Command(ReportSql.Summarize)
            .With("days", days).With("by", by == "provider" ? "" : by).With("most", MostGroups);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var (providers, groups) = (new List<CostGroup>(), new List<CostGroup>());
        while (await rows.ReadAsync(cancellationToken))
        {
            var (isProvider, listed) = (rows.GetInt32(0) == 0, rows.GetBoolean(1));
            var owner = listed ? rows.GetString(2) : Rest;
            var name = isProvider ? owner : listed ? rows.GetString(3) : Rest;
            (isProvider ? providers : groups).Add(CostGroup.Of(
                isProvider ? "provider" : by, name, owner, rows.GetDecimal(4), rows.GetInt64(5), rows.GetInt64(6), rows.GetInt64(7)));
        }

        return CostSummary.Of(period, by, providers, groups);
    }

    /// <summary>What was spent when.</summary>
    /// <param name="period">What to call the days.</param>
    /// <param name="days">How many, back from now.</param>
    /// <param name="by">One of <see cref="CostSeries.Groupings"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<CostSeries> SeriesAsync(string period, int days, string by, CancellationToken cancellationToken)
    {
        var bucket = CostSeries.BucketOf(days);
        await using var command = database.Command(ReportSql.Series)
            .With("days", days).With("by", by).With("bucket", bucket).With("most", CostSeries.MostNames);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var points = new List<CostPoint>();
        while (await rows.ReadAsync(cancellationToken))
        {
            points.Add(new CostPoint(
                rows.GetDateTime(0), rows.GetBoolean(1) ? rows.GetString(2) : Rest, rows.GetDecimal(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6)));
        }

        return new CostSeries(period, bucket, by, points);
    }

    /// <summary>Single costs, the latest first.</summary>
    /// <param name="after">Those before this one; null for the latest.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<List<CostView>> ListAsync(Guid? after, int count, CancellationToken cancellationToken)
    {
        await using var command = database.Command(ReportSql.List).With("after", after, NpgsqlDbType.Uuid).With("count", count);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var list = new List<CostView>();
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(CostView.Read(rows));
        }

        return list;
    }

    /// <summary>What the last day, week and month cost.</summary>
    public async Task<(decimal Day, decimal Week, decimal Month)> SpendAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(ReportSql.Spend);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetDecimal(0), row.GetDecimal(1), row.GetDecimal(2));
    }

    /// <summary>The ten models the last thirty days' money went to.</summary>
    public async Task<List<TopModel>> TopModelsAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(ReportSql.TopModels);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var list = new List<TopModel>();
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(new TopModel(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetDecimal(4)));
        }

        return list;
    }
}
