using System.Diagnostics;

namespace LlmMcp.Grpc.Tests.Interop;

/// <summary>A script of the Node folder as a child process, with its packages installed first.</summary>
internal sealed class NodePeer : IAsyncDisposable
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Node");

    private readonly Process _process;
    private readonly Task<string> _errors;

    private NodePeer(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public StreamReader Output => _process.StandardOutput;

    public static async Task<NodePeer> StartAsync(params string[] arguments)
    {
        await InstallAsync();
        return new NodePeer(Start("node", arguments));
    }

    public Task<string> ErrorsAsync() => _errors;

    public async ValueTask DisposeAsync()
    {
        // The end of its input is the peer's sign to go; it also comes when this process is killed.
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>
    /// Installs what package-lock.json names, once; the lock file on disk keeps several test runs out of each other's way.
    /// </summary>
    private static async Task InstallAsync()
    {
        var stamp = Path.Combine(_folder, "node_modules", ".installed");
        await using var ours = await LockAsync(Path.Combine(_folder, "install.lock"));
        var wanted = await File.ReadAllTextAsync(Path.Combine(_folder, "package-lock.json"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return;
        }

        using var npm = Start(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        Assert.True(npm.ExitCode == 0, $"npm ci failed: {await output}{await errors}");
        await File.WriteAllTextAsync(stamp, wanted);
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Another run installs; there is no signal across processes to wait for.
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, patience.Token);
            }
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
