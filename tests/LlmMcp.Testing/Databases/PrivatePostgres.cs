using LlmMcp.EmbeddedPostgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmMcp.Testing;

/// <summary>A whole PostgreSQL server for one test, to be crashed and restarted at will. Its data is gone after dispose.</summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly TestDirectory directory;

    private PrivatePostgres(TestDirectory directory, EmbeddedPostgresServer server)
    {
        this.directory = directory;
        Server = server;
    }

    /// <summary>The running server.</summary>
    public EmbeddedPostgresServer Server { get; }

    /// <summary>Parameters of a server whose data nobody needs after a crash of the machine.</summary>
    public static IReadOnlyDictionary<string, string> Careless { get; } = new Dictionary<string, string>
    {
        ["fsync"] = "off",
        ["synchronous_commit"] = "off",
        ["full_page_writes"] = "off",
        ["max_connections"] = "300",
        ["shared_buffers"] = "64MB",
    };

    /// <summary>Starts a server as users run it, with fsync on; pass <see cref="Careless"/> where durability is not the point.</summary>
    /// <param name="parameters">Server parameters that replace the usual ones.</param>
    /// <param name="loggerFactory">Receives what the server's owner has to say. The default is nobody.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    public static async Task<PrivatePostgres> StartAsync(
        IReadOnlyDictionary<string, string>? parameters = null, ILoggerFactory? loggerFactory = null, CancellationToken cancellationToken = default)
    {
        var home = TestDirectory.Create();
        try
        {
            var options = new EmbeddedPostgresOptions { DataDirectory = home.Path, Parameters = parameters ?? new Dictionary<string, string>() };
            var server = await EmbeddedPostgresServer.StartAsync(
                options, loggerFactory ?? NullLoggerFactory.Instance, TimeProvider.System, cancellationToken);
            return new PrivatePostgres(home, server);
        }
        catch
        {
            home.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The data is thrown away, so there is nothing to write out first.
        await Server.StopAsync(StopMode.Immediate, CancellationToken.None);
        await Server.DisposeAsync();
        directory.Dispose();
    }
}
