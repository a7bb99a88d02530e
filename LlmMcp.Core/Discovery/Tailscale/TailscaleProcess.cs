using System.ComponentModel;
using System.Diagnostics;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet.Nodes;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Discovery.Tailscale;

/// <summary>Runs <c>tailscale status --json</c>: bounded in time and in what it may say.</summary>
internal sealed class TailscaleProcess(IOptions<DiscoveryOptions> options, TimeProvider time) : ITailscale
{
    private const int MaxOutputBytes = 16 * 1024 * 1024;
    private const int MaxErrorBytes = 4096;

    public bool IsUsed => options.Value.Tailscale switch
    {
        DiscoveryOptions.Off => false,
        DiscoveryOptions.On => true,
        _ => ProgramPath.Find(options.Value.TailscaleBin) is not null,
    };

    public async Task<TailscaleAnswer> StatusAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.Value.TailscaleTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using var process = new Process { StartInfo = StartInfo() };
        try
        {
            process.Start();
            return await ReadAsync(process, limit.Token);
        }
        catch (Win32Exception exception)
        {
            return Failed($"cannot be started: {exception.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"gave no answer within {options.Value.TailscaleTimeout.TotalSeconds:0.#} s");
        }
        finally
        {
            Stop(process);
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(options.Value.TailscaleBin) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (options.Value.TailscaleSocket.Length > 0)
        {
            start.ArgumentList.Add($"--socket={options.Value.TailscaleSocket}");
        }

        start.ArgumentList.Add("status");
        start.ArgumentList.Add("--json");
        return start;
    }

    private static async Task<TailscaleAnswer> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        process.StandardInput.Close();
        var error = ReadErrorAsync(process, cancellationToken);
        if (await BoundedBody.ReadAsync(process.StandardOutput.BaseStream, null, MaxOutputBytes, cancellationToken) is not { } output)
        {
            return Failed($"said more than {MaxOutputBytes >> 20} MiB");
        }

        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? new TailscaleAnswer(output) : Failed($"failed with exit code {process.ExitCode}: {ForeignText.Clean(await error)}");
    }

    // All of it is read, or a talkative process would wait for ever; its beginning is enough to know.
    private static async Task<string> ReadErrorAsync(Process process, CancellationToken cancellationToken)
    {
        var text = new char[MaxErrorBytes];
        var length = await process.StandardError.ReadBlockAsync(text, cancellationToken);
        var rest = new char[MaxErrorBytes];
        while (await process.StandardError.ReadAsync(rest, cancellationToken) > 0)
        {
        }

        return new string(text, 0, length).Trim();
    }

    private static void Stop(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It never started, or ended just now.
        }
    }

    private static TailscaleAnswer Failed(string how) => new(default, $"tailscale {how}.");
}
