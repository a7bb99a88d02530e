using Microsoft.Extensions.Logging;
using Xunit;

namespace LlmMcp.Testing;

/// <summary>
/// A log provider that fails the test when something logged an error nobody expected. Add it to the logging of whatever is
/// under test, or pass <see cref="Factory"/>; verify by <see cref="VerifyNoErrors"/> or by disposing.
/// </summary>
public sealed class ErrorLogGuard : ILoggerProvider
{
    private const int MaxEvents = 10_000;

    private readonly Lock guard = new();
    private readonly List<LoggedEvent> events = [];
    private readonly List<Func<LoggedEvent, bool>> expected = [];
    private readonly Lazy<ILoggerFactory> factory;
    private bool isVerified;

    /// <summary>A guard that expects no error.</summary>
    public ErrorLogGuard() => factory = new Lazy<ILoggerFactory>(() => LoggerFactory.Create(
        logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new Unowned(this))));

    /// <summary>A logger factory that feeds this guard only.</summary>
    public ILoggerFactory Factory => factory.Value;

    /// <summary>What was logged so far at warning level or above, in order; at most the first 10,000.</summary>
    public IReadOnlyList<LoggedEvent> Events
    {
        get
        {
            lock (guard)
            {
                return [.. events];
            }
        }
    }

    /// <summary>Declares that errors of this kind belong to the test, whether they come or not. Also covers earlier ones.</summary>
    public ErrorLogGuard Expect(Func<LoggedEvent, bool> isExpected)
    {
        lock (guard)
        {
            expected.Add(isExpected);
        }

        return this;
    }

    /// <summary>Declares that errors with this event id belong to the test.</summary>
    public ErrorLogGuard ExpectEvent(int eventId) => Expect(logged => logged.Id.Id == eventId);

    /// <summary>Declares that errors whose message contains the text (ordinal) belong to the test.</summary>
    public ErrorLogGuard ExpectMessage(string part) => Expect(logged => logged.Message.Contains(part, StringComparison.Ordinal));

    /// <summary>Fails the test when an unexpected error was logged.</summary>
    public void VerifyNoErrors()
    {
        List<LoggedEvent> unexpected;
        lock (guard)
        {
            isVerified = true;
            unexpected = [.. events.Where(logged => logged.Level >= LogLevel.Error && !expected.Exists(isExpected => isExpected(logged)))];
        }

        if (unexpected.Count > 0)
        {
            Assert.Fail($"{unexpected.Count} unexpected error(s) were logged:\n{string.Join('\n', unexpected.Take(20))}");
        }
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    /// <summary>Verifies, unless the test did so itself after the last log line.</summary>
    public void Dispose()
    {
        if (factory.IsValueCreated)
        {
            factory.Value.Dispose();
        }

        if (!isVerified)
        {
            VerifyNoErrors();
        }
    }

    private void Record(LoggedEvent logged)
    {
        lock (guard)
        {
            isVerified = false;
            if (events.Count < MaxEvents)
            {
                events.Add(logged);
            }
        }
    }

    private sealed class Recorder(ErrorLogGuard owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                owner.Record(new LoggedEvent(logLevel, category, eventId, formatter(state, exception), exception));
            }
        }
    }

    // A factory disposes its providers; ours belongs to the test.
    private sealed class Unowned(ErrorLogGuard owner) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => owner.CreateLogger(categoryName);

        public void Dispose()
        {
        }
    }
}
