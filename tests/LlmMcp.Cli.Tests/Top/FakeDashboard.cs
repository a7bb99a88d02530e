namespace LlmMcp.Cli.Tests.Top;

/// <summary>Dashboards as Core shows them, as JSON.</summary>
internal static class FakeDashboard
{
    public const string Quiet = """{"jobs":{},"issues":[],"hosts":[],"cloud":[],"running_jobs":[],"queue":{"queued":0,"waiting":0,"oldest_seconds":null,"by_kind":[]},"slots":{"total":0,"used":0},"throughput":[],"costs":{"today":0,"week":0,"month":0},"workers_online":1,"updated_at":"2026-01-02T03:04:05Z"}""";

    /// <param name="issues">How many things are wrong.</param>
    /// <param name="hosts">How many machines there are.</param>
    /// <param name="jobs">How many jobs run.</param>
    public static string Busy(int issues = 1, int hosts = 2, int jobs = 1) => $$"""
        {"jobs":{"queued":12,"running":{{jobs}}},"workers_online":2,"new_key":1,"updated_at":"2026-01-02T03:04:05Z",
        "issues":[{{Many(issues, n => $"\"Host 'h{n}' offline (last seen {n}m ago)\\u001b[2J\"")}}],
        "hosts":[{{Many(hosts, Host)}}],
        "cloud":[{"id":"cloud:openai","provider":"openai","status":"online","slots":{"total":20,"used":1},"circuit":"ok"}],
        "running_jobs":[{{Many(jobs, n => $$"""{"id":"0198c1f0-2f4e-7c3a-9b1d-6a5e4d3c2b{{n:00}}","kind":"ollama.generate","model":"m[b]:{{n}}b","device_id":"h1:11434","age_seconds":{{n * 61}},"tokens_per_second":12.5,"attempts":1,"source":"me"}""")}}],
        "queue":{"queued":12,"waiting":3,"oldest_seconds":75.5,"by_kind":[{"kind":"ollama.generate","queued":12,"running":1}]},
        "slots":{"total":8,"used":3},"costs":{"today":0.0125,"week":1,"month":2},
        "throughput":[{"minute":"2026-01-02T03:03:00Z","submitted":1,"done":40,"error":2,"canceled":0},{"minute":"2026-01-02T03:04:00Z","submitted":0,"done":7,"error":0,"canceled":0}]}
        """;

    private static string Host(int n) => n % 2 == 1
        ? $$"""{"name":"h{{n}}","status":"online","nodes":[{"port":11434,"status":"online","circuit":"ok","slots":{"total":4,"used":2},"loaded":["tiny:1b"],"latency_ms":12,"models_count":3}]}"""
        : $$"""{"name":"h{{n}}","status":"offline","nodes":[{"port":11434,"status":"offline","circuit":"degraded","slots":{"total":1,"used":0},"loaded":[],"latency_ms":null,"models_count":0},{"port":11435,"status":"offline","circuit":"ok","slots":{"total":1,"used":0},"loaded":[],"models_count":0}]}""";

    private static string Many(int count, Func<int, string> make) => string.Join(',', Enumerable.Range(1, count).Select(make));
}
