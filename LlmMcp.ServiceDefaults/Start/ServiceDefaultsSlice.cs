using LlmMcp.ServiceDefaults.Environment;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmMcp.ServiceDefaults.Start;

/// <summary>What every process of llm-mcp begins with.</summary>
public static class ServiceDefaultsSlice
{
    /// <summary>
    /// Takes over the flat variables and the addresses of service discovery. What cannot be read stops the start, together with
    /// every other mistake in the settings; what an older system read and this one does not is told when it starts.
    /// </summary>
    /// <param name="builder">The process, or its part of an <c>up</c>.</param>
    /// <param name="process">Core, Worker, Bridge or Telemetry: whose variables are looked for among those that are not read.</param>
    /// <param name="environment">The variables; the process's own when null.</param>
    public static IHostApplicationBuilder AddServiceDefaults(
        this IHostApplicationBuilder builder, string process, IReadOnlyDictionary<string, string>? environment = null)
    {
        environment ??= EnvironmentConfiguration.ProcessEnvironment();
        // It logs a failed start as a crash although it throws it, too; whoever started it tells it, or knows that it was told to stop.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        var (values, errors) = EnvironmentConfiguration.TryRead(environment);
        builder.Configuration.AddFirst(values);
        builder.Services.AddOptions<FlatVariables>().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<FlatVariables>>(new UnreadableVariables(errors));
        UnreadVariable[] unread = [.. UnreadVariables.SetIn(environment, process)];
        if (unread.Length > 0)
        {
            builder.Services.AddHostedService(services => new UnreadNotice(unread, services.GetRequiredService<ILoggerFactory>()));
        }

        return builder;
    }

    /// <summary>Stands for the flat variables where options are validated.</summary>
    private sealed class FlatVariables;

    private sealed class UnreadableVariables(IReadOnlyList<string> errors) : IValidateOptions<FlatVariables>
    {
        public ValidateOptionsResult Validate(string? name, FlatVariables options) =>
            errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}

/// <summary>Says which variables are set and change nothing. Event ids 2900-2999.</summary>
internal sealed partial class UnreadNotice(IReadOnlyList<UnreadVariable> variables, ILoggerFactory loggers) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger("LlmMcp.Settings");
        foreach (var variable in variables)
        {
            VariableNotRead(logger, variable.Name, variable.Instead);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2900, LogLevel.Warning, "{Variable} is set and changes nothing: {Instead}.")]
    private static partial void VariableNotRead(ILogger logger, string variable, string instead);
}
