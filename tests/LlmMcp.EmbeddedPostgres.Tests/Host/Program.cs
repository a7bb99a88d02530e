using LlmMcp.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmMcp.EmbeddedPostgres.Tests.Host;

/// <summary>The process that tests kill: it does one thing, says so in one line, and waits for its end.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["serve", var dataDirectory]:
                var options = new EmbeddedPostgresOptions { DataDirectory = dataDirectory };
                var server = await EmbeddedPostgresServer.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
                await Console.Out.WriteLineAsync($"{server.ProcessId} {server.ConnectionString}");
                await Console.In.ReadLineAsync();
                await server.DisposeAsync();
                return 0;

            case ["directory"]:
                var postgres = await PrivatePostgres.StartAsync(PrivatePostgres.Careless);
                await Console.Out.WriteLineAsync($"{postgres.Server.ProcessId} {postgres.Server.DataDirectory}");
                await Console.In.ReadLineAsync();
                return 0;

            case ["locate"]:
                try
                {
                    var search = new PostgresSearch { UseInstalled = false, CacheDirectory = "/nonexistent" };
                    await PostgresBinaries.LocateAsync(search, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
                    return 0;
                }
                catch (EmbeddedPostgresException exception)
                {
                    await Console.Out.WriteLineAsync($"{exception.Failure}: {exception.Message}");
                    return 1;
                }

            default:
                return 64;
        }
    }
}
