namespace LlmMcp.EmbeddedPostgres;

/// <summary>A program and its arguments, ready to be started.</summary>
/// <param name="Program">The first program of the chain.</param>
/// <param name="Arguments">Everything after it.</param>
internal sealed record LaunchPlan(string Program, IReadOnlyList<string> Arguments)
{
    // The parent may die between our fork and setpriv's prctl; then no signal would ever come. The shell looks once more
    // after the prctl, so the server either starts with a living parent or not at all.
    private const string StartScript = """[ "$PPID" = "$1" ] || exit 75; log=$2; shift 2; exec "$@" </dev/null >"$log" 2>&1""";

    /// <summary>
    /// Builds the chain setpriv → setsid → sh → program. Each link replaces itself, so the process id we start is the
    /// program's own and its parent is us.
    /// </summary>
    /// <param name="tools">What this machine has; without setpriv the server outlives a kill -9 of ours until the next start.</param>
    /// <param name="account">The account to change to, or null to stay.</param>
    /// <param name="ownerProcessId">Our process id.</param>
    /// <param name="logFile">Where the program's output goes; truncated at each start.</param>
    /// <param name="program">The PostgreSQL program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static LaunchPlan Build(
        LaunchTools tools, ServerAccount? account, int ownerProcessId, string logFile, string program, IEnumerable<string> arguments)
    {
        string[] chain =
        [
            .. Privileges(tools, account, diesWithUs: true),
            // Ctrl+C reaches the whole foreground process group; the database must outlive it until we have drained.
            .. Session(tools),
            "/bin/sh", "-c", StartScript, "sh", $"{ownerProcessId}", logFile, program, .. arguments,
        ];
        return new LaunchPlan(chain[0], chain[1..]);
    }

    /// <summary>
    /// A plan that succeeds when <paramref name="account"/> can enter <paramref name="directory"/>. Without the death signal:
    /// it is started from any thread, and such a thread may end before the answer.
    /// </summary>
    public static LaunchPlan Test(LaunchTools tools, ServerAccount? account, string directory)
    {
        string[] chain = [.. Privileges(tools, account, diesWithUs: false), "/bin/sh", "-c", """cd -- "$1" """, "sh", directory];
        return new LaunchPlan(chain[0], chain[1..]);
    }

    private static IEnumerable<string> Privileges(LaunchTools tools, ServerAccount? account, bool diesWithUs)
    {
        string[] changes =
        [
            .. account is null ? Array.Empty<string>() : [$"--reuid={account.UserId}", $"--regid={account.GroupId}", "--clear-groups"],
            .. diesWithUs ? ["--pdeathsig", "INT"] : Array.Empty<string>(),
        ];
        return (tools.Setpriv, account) switch
        {
            ({ } setpriv, _) => changes.Length == 0 ? [] : [setpriv, .. changes],
            (null, null) => [],
            _ => throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.Unsupported,
                "PostgreSQL refuses to run as root and setpriv (util-linux) was not found to change the account. Run as another user, install util-linux, or set ConnectionStrings:llmdb or DB_DSN."),
        };
    }

    private static IEnumerable<string> Session(LaunchTools tools) => tools switch
    {
        { Setsid: { } setsid } => [setsid],
        { Perl: { } perl } => [perl, "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or exit 127"],
        _ => [],
    };
}
