using System.Globalization;
using LlmMcp.Testing;
using Npgsql;

namespace LlmMcp.EmbeddedPostgres.Tests.Server;

/// <summary>What tests of a whole server share: a data directory, a time limit, and the rule that nothing logs an unexpected error.</summary>
public abstract class ServerTest : IDisposable
{
    private readonly TestDirectory directory = TestDirectory.Create();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromMinutes(2), TimeProvider.System);

    protected ErrorLogGuard Log { get; } = new();

    protected string Data => Path.Combine(directory.Path, "data");

    protected CancellationToken Limit => limit.Token;

    protected EmbeddedPostgresOptions Options { get; }

    protected EmbeddedPostgresOptions Careless { get; }

    protected ServerTest()
    {
        Options = new EmbeddedPostgresOptions { DataDirectory = Data };
        Careless = Options with { Parameters = PrivatePostgres.Careless };
    }

    /// <summary>Starts a server; a careless one in the usual place begins with prepared data, all others make theirs.</summary>
    protected async Task<EmbeddedPostgresServer> StartAsync(EmbeddedPostgresOptions options)
    {
        if (options == Careless && !Directory.Exists(Data))
        {
            await PreparedData.CopyToAsync(Data, Limit);
        }

        return await EmbeddedPostgresServer.StartAsync(options, Log.Factory, TimeProvider.System, Limit);
    }

    protected async Task<EmbeddedPostgresException> RefusedAsync(EmbeddedPostgresOptions options) =>
        await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(options));

    protected static async Task<string> QueryAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>All that the server wrote to its log files.</summary>
    protected string ServerLog(EmbeddedPostgresServer server) =>
        string.Concat(Directory.EnumerateFiles(Path.Combine(Cluster(server), "log")).Select(File.ReadAllText));

    protected string Cluster(EmbeddedPostgresServer server) => new DataLayout(Data, server.Binaries.Major).Cluster;

    public void Dispose()
    {
        limit.Dispose();
        directory.Dispose();
        Log.Dispose();
        GC.SuppressFinalize(this);
    }
}
