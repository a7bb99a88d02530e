namespace LlmMcp.EmbeddedPostgres;

/// <summary>The small system programs that stand between us and the server. Each may be missing (macOS, busybox).</summary>
/// <param name="Setpriv">util-linux setpriv that knows --pdeathsig: drops root and ties the server's life to ours.</param>
/// <param name="Setsid">Takes the server out of the terminal's process group.</param>
/// <param name="Perl">Does what setsid does where only perl exists (macOS).</param>
internal sealed record LaunchTools(string? Setpriv, string? Setsid, string? Perl)
{
    public static async Task<LaunchTools> DetectAsync(CancellationToken cancellationToken)
    {
        var setsid = SearchPath.Find("setsid");
        return new LaunchTools(
            await FindSetprivAsync(cancellationToken),
            setsid,
            setsid is null ? SearchPath.Find("perl") : null);
    }

    // Tried, not guessed from a version: busybox has a setpriv without the option.
    private static async Task<string?> FindSetprivAsync(CancellationToken cancellationToken) =>
        SearchPath.Find("setpriv") is { } setpriv
            && (await ToolRun.RunAsync(setpriv, ["--pdeathsig", "clear", "true"], null, cancellationToken)).ExitCode == 0
            ? setpriv
            : null;
}
