using ModelContextProtocol;

namespace LlmMcp.McpBridge.Server;

/// <summary>
/// The loggers of MCP servers. The library logs every exception of a handler as an error, those too by which a handler tells its
/// caller of the caller's own mistake: an unknown tool, a job that is not there. Those are no errors of this process.
/// </summary>
internal sealed class ServerLoggers(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Quiet(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
        // The inner one is the application's.
    }

    private sealed class Quiet(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            inner.Log(exception is McpProtocolException ? LogLevel.Debug : logLevel, eventId, state, exception, formatter);
    }
}
