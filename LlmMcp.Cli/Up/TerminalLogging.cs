using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Up;

/// <summary>Logs of what runs inside <c>up</c>, a line each on standard error. Warnings and worse unless <c>Logging__LogLevel__Default</c> says otherwise.</summary>
internal sealed class TerminalLogging(Terminal terminal) : ILoggerProvider
{
    private readonly Lock gate = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, this);

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var name = category[(category.LastIndexOf('.') + 1)..];
        var line = $"{level.ToString().ToLowerInvariant()} {name}: {message}";
        lock (gate)
        {
            terminal.Error.WriteLine(terminal.ErrorIsScreen ? ScreenText.Safe(line) : line);
            if (exception is not null)
            {
                terminal.Error.WriteLine(exception);
            }
        }
    }

    private sealed class LineLogger(string category, TerminalLogging output) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            output.Write(logLevel, category, formatter(state, exception), exception);
    }
}
