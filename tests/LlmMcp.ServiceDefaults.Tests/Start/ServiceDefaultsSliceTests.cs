using System.ComponentModel.DataAnnotations;
using LlmMcp.ServiceDefaults.Start;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmMcp.ServiceDefaults.Tests.Start;

public sealed class ServiceDefaultsSliceTests
{
    [Fact]
    public async Task Unreadable_variables_and_settings_out_of_range_are_told_together()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Build(new() { ["JOB_RETENTION_DAYS"] = "a week", ["WORKER_COUNT"] = "0" }).StartAsync());

        Assert.Equal(2, SettingsMistakes.In(refusal).Count);
    }

    [Theory]
    [InlineData("0", "The field Worker:Slots (WORKER_COUNT) must be between 1 and 1024.")]
    [InlineData("99999999999", "Worker:Slots (WORKER_COUNT) is \"99999999999\", which cannot be read as Int32.")]
    public async Task A_mistake_is_a_plain_sentence_that_names_the_variable(string count, string expected)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Build(new() { ["WORKER_COUNT"] = count }).StartAsync());

        Assert.Equal(expected, Assert.Single(SettingsMistakes.In(refusal)));
    }

    [Fact]
    public async Task What_the_binder_cannot_take_is_a_mistake_in_the_settings_too()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Worker:Slots", "many")]);
        builder.Services.AddOptions<Slots>().BindConfiguration("Worker").ValidateOnStart();
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        Assert.Contains("Worker:Slots", Assert.Single(SettingsMistakes.In(refusal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_is_configured_wrongly_ends_with_2() =>
        Assert.Equal(ProcessStart.InvalidSettings, await ProcessStart.RunAsync(static () => Build(new() { ["WORKER_COUNT"] = "0" })));

    [Fact]
    public async Task Other_failures_are_not_taken_for_mistakes_in_the_settings() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => ProcessStart.RunAsync<IHost>(static () => throw new InvalidOperationException("a defect")));

    [Fact]
    public async Task A_variable_that_is_not_read_is_told_at_the_start()
    {
        var said = new Lines();
        using var host = Build(new() { ["POLL_INTERVAL"] = "5s" }, said);

        await host.StartAsync();

        Assert.StartsWith("POLL_INTERVAL is set and changes nothing: ", Assert.Single(said.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_is_told_to_stop_while_it_starts_ends_quietly()
    {
        var said = new Lines();

        Assert.Equal(0, await ProcessStart.RunAsync(() => Build([], said, static services => services.AddHostedService<StoppedWhileItWaits>())));

        Assert.Empty(said.Errors);
    }

    private static IHost Build(Dictionary<string, string> environment, ILoggerProvider? logging = null, Action<IServiceCollection>? add = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddServiceDefaults("Worker", environment);
        builder.Services.AddOptions<Slots>().BindSettings("Worker").ValidateOnStart();
        add?.Invoke(builder.Services);
        if (logging is not null)
        {
            builder.Logging.AddProvider(logging);
        }

        return builder.Build();
    }

    private sealed class Slots
    {
        [Range(1, 1024)]
        [ConfigurationKeyName("Slots")]
        public int Count { get; set; } = 3;
    }

    private sealed class StoppedWhileItWaits(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.StopApplication();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly List<(LogLevel Level, string Text)> lines = [];

        public IEnumerable<string> Warnings => lines.Where(static line => line.Level == LogLevel.Warning).Select(static line => line.Text);

        public IEnumerable<string> Errors => lines.Where(static line => line.Level > LogLevel.Warning).Select(static line => line.Text);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add((logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
