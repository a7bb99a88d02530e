using System.Diagnostics;

namespace LlmMcp.Testing;

/// <summary>A node script that runs beside the test, such as a server of another implementation. Killed with its children at dispose.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly NodeOptions options;
    private readonly OutputCapture output;
    private readonly OutputCapture errors;

    private NodeProcess(Process process, NodeOptions options)
    {
        this.process = process;
        this.options = options;
        output = new OutputCapture(process.StandardOutput);
        errors = new OutputCapture(process.StandardError);
    }

    /// <summary>The process id of node.</summary>
    public int Id => process.Id;

    /// <summary>What the script wrote to stdout so far.</summary>
    public string Output => output.Text;

    /// <summary>What the script wrote to stderr so far.</summary>
    public string Errors => errors.Text;

    /// <summary>Starts node.</summary>
    /// <param name="script">The path of a .js, .mjs or .cjs file.</param>
    /// <param name="options">How to run it; the time limit applies to each wait.</param>
    public static NodeProcess Start(string script, NodeOptions? options = null)
    {
        options ??= new NodeOptions();
        var info = new ProcessStartInfo(options.Program, [script, .. options.Arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.WorkingDirectory ?? Path.GetDirectoryName(Path.GetFullPath(script)),
        };
        foreach (var (name, value) in options.Environment)
        {
            info.Environment[name] = value;
        }

        return new NodeProcess(Process.Start(info) ?? throw new InvalidOperationException("node did not start."), options);
    }

    /// <summary>The next line of stdout, or null when the script has closed it.</summary>
    /// <exception cref="TimeoutException">No line came within the time limit.</exception>
    public Task<string?> ReadLineAsync(CancellationToken cancellationToken = default) =>
        LimitAsync(token => output.ReadLineAsync(token), cancellationToken);

    /// <summary>Sends a line to the script's stdin.</summary>
    public async Task WriteLineAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Closes stdin and waits for the end.</summary>
    /// <exception cref="TimeoutException">It did not end within the time limit.</exception>
    public Task<NodeResult> RunToEndAsync(CancellationToken cancellationToken = default)
    {
        process.StandardInput.Close();
        return LimitAsync(EndAsync, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private async Task<NodeResult> EndAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        await Task.WhenAll(output.Completion, errors.Completion).WaitAsync(cancellationToken);
        return new NodeResult(process.ExitCode, Output, Errors);
    }

    private async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> wait, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.TimeLimit, TimeProvider.System);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await wait(linked.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The node script took longer than {options.TimeLimit}.\n{Errors}\n{Output}", exception);
        }
    }
}
