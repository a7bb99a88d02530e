using Microsoft.Extensions.Logging;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>Everything that is settled before the first start and stays until the end. Owns the data's lock and the socket's directory.</summary>
internal sealed record ServerSite(
    PostgresBinaries Binaries,
    LaunchTools Tools,
    ServerAccount? Account,
    DataLayout Layout,
    DataOwnership Ownership,
    SocketPlace Socket,
    ServerConnection Connection) : IDisposable
{
    /// <summary>Finds binaries, takes the data, makes the cluster if there is none and clears what a killed run left.</summary>
    /// <exception cref="EmbeddedPostgresException">Any of it is impossible; nothing is held then.</exception>
    public static async Task<ServerSite> PrepareAsync(
        EmbeddedPostgresOptions options, LauncherThread launcher, ILoggerFactory loggerFactory, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.Unsupported,
                "The private PostgreSQL runs on Linux and macOS. Set ConnectionStrings:llmdb or DB_DSN to a database you already have.");
        }

        try
        {
            return await PrepareDataAsync(options, launcher, loggerFactory, timeProvider, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.DataUnusable,
                $"The data directory {options.DataDirectory} cannot be used: {exception.Message} Choose another one, or set ConnectionStrings:llmdb or DB_DSN.",
                exception);
        }
    }

    public void Dispose()
    {
        Socket.Dispose();
        Ownership.Dispose();
    }

    private static async Task<ServerSite> PrepareDataAsync(
        EmbeddedPostgresOptions options, LauncherThread launcher, ILoggerFactory loggerFactory, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var logger = loggerFactory.CreateLogger<EmbeddedPostgresServer>();
        var tools = await LaunchTools.DetectAsync(cancellationToken);
        var place = await DataPlace.PrepareAsync(options.DataDirectory, tools, logger, cancellationToken);
        var search = options.Search with { PreferredMajor = options.Search.PreferredMajor ?? DataLayout.ExistingMajors(place.Directory).Cast<int?>().FirstOrDefault() };
        var binaries = await PostgresBinaries.LocateAsync(search, loggerFactory, timeProvider, cancellationToken);
        var layout = new DataLayout(place.Directory, binaries.Major);
        if (tools.Setpriv is null)
        {
            logger.NoParentDeathSignal();
        }

        // Looked at before anything is written: a directory that is not ours stays as it was.
        ClusterInspection.Inspect(layout, binaries.Version);
        var ownership = DataOwnership.Take(layout, place.Account);
        try
        {
            // And once more under the lock: another process may have made the cluster meanwhile.
            if (ClusterInspection.Inspect(layout, binaries.Version) == ClusterState.Absent)
            {
                await new ClusterCreation(layout, place.Account, binaries, tools, launcher, logger)
                    .CreateAsync(synchronize: options.Parameters.GetValueOrDefault("fsync") != "off", cancellationToken);
            }

            await new OrphanServer(layout, timeProvider, logger).ClearAsync(options.StopTimeout, cancellationToken);
            var password = await File.ReadAllTextAsync(layout.PasswordFile, cancellationToken);
            var socket = SocketPlace.Prepare(layout, options.TcpPort ?? ServerSettings.SocketPort, place.Account);
            var connection = new ServerConnection(socket.Directory, options.TcpPort ?? ServerSettings.SocketPort, password);
            return new ServerSite(binaries, tools, place.Account, layout, ownership, socket, connection);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }
}
