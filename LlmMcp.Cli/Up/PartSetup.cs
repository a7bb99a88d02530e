using System.Net.Sockets;
using LlmMcp.Cli.CommandLine;
using LlmMcp.ServiceDefaults.Start;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace LlmMcp.Cli.Up;

/// <summary>What the parts of <c>up</c> have in common: settings, logs, and how their failures to start are told.</summary>
internal static class PartSetup
{
    /// <summary>Where a part looks for its appsettings.json: beside the program, never in whatever folder it was called from.</summary>
    public static string ContentRoot => AppContext.BaseDirectory;

    public static void Prepare(this IHostApplicationBuilder builder, string process, Dictionary<string, string?> settings, CliHost host, ILoggerProvider logging)
    {
        builder.AddServiceDefaults(process, host.Environment);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(logging);
        if (builder.Configuration["Logging:LogLevel:Default"] is null)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
        }

        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, PartLifetime>());
    }

    /// <summary>Starts a part; mistakes in the settings and a port lost at the last moment become messages for people.</summary>
    public static async Task StartPartAsync<THost>(this THost part, CancellationToken cancellationToken, Action<THost>? map = null)
        where THost : IHost
    {
        try
        {
            part.CheckSettings();
            map?.Invoke(part);
            await part.StartAsync(cancellationToken);
        }
        catch (CannotStartException refusal)
        {
            // What it found there, such as the database of a newer release: no setting is wrong.
            throw new CommandFailedException("cannot_start", refusal.Message, "`llm-mcp doctor` looks closer.");
        }
        catch (Exception exception) when (SettingsMistakes.In(exception) is { Count: > 0 } mistakes)
        {
            throw InvalidSettings(mistakes);
        }
        catch (FormatException exception)
        {
            throw InvalidSettings([exception.Message]);
        }
        catch (NpgsqlException exception)
        {
            throw new CommandFailedException("database_failed", $"The database does not work: {exception.Message}", "`llm-mcp doctor` looks closer.");
        }
        // Of two that bind in the same moment one learns it only when it listens, as a bare socket error.
        catch (Exception exception) when (exception is IOException { InnerException: AddressInUseException } or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            throw new CommandFailedException("port_taken", exception.Message, "`llm-mcp doctor` shows by whom; --http, --grpc and --mcp choose other ports.");
        }
    }

    public static CommandFailedException InvalidSettings(IEnumerable<string> mistakes) =>
        new("invalid_settings", string.Join(Environment.NewLine, mistakes), "`llm-mcp doctor` checks the settings.", ProcessStart.InvalidSettings);
}
