using LlmMcp.AppHost.Settings;

namespace LlmMcp.AppHost.Publishing;

/// <summary>The containers of the system.</summary>
internal static class ContainerProfiles
{
    // `app` of the .NET images, `postgres` of the PostgreSQL image, `ubuntu` of the image Ollama builds on.
    private const int AppUser = 1654;
    private const int PostgresUser = 999;
    private const int OllamaUser = 1000;

    public static readonly ContainerProfile Core = new()
    {
        User = AppUser, MemoryMiB = 1024, Cores = 2, StartSeconds = 120,
        Check = ContainerProfile.AskItself("LlmMcp.Core"),
        // Not the same: a database that is away makes it unready, and restarting it would not bring the database back.
        Live = (8080, "/health/live"),
    };

    // A worker that lost Core is well and says so.
    public static readonly ContainerProfile Worker = new()
    {
        User = AppUser, MemoryMiB = 768, Cores = 1, StopSeconds = 40, Check = ContainerProfile.AskItself("LlmMcp.Worker"),
    };

    public static readonly ContainerProfile Bridge = new()
    {
        User = AppUser, MemoryMiB = 512, Cores = 1, Check = ContainerProfile.AskItself("LlmMcp.McpBridge"), Live = (3333, "/health"),
    };

    public static readonly ContainerProfile Telemetry = new()
    {
        User = AppUser, MemoryMiB = 256, Cores = 0.5, StartSeconds = 180, Check = ContainerProfile.AskItself("LlmMcp.Telemetry"),
    };

    // Not Live: a database that recovers from a crash for minutes must not be killed for it.
    public static readonly ContainerProfile Postgres = new()
    {
        User = PostgresUser, MemoryMiB = 2048, Cores = 2, StopSeconds = 60, StartSeconds = 120, Scratch = ["/var/run/postgresql"],
        Check = ["/bin/sh", "-c", "pg_isready -q -h 127.0.0.1 -U \"${POSTGRES_USER:-postgres}\" -d \"$POSTGRES_DB\""],
    };

    public static readonly ContainerProfile Simulator = new() { User = AppUser, MemoryMiB = 512, Cores = 1 };

    public static readonly ContainerProfile Dashboard = new() { User = AppUser, MemoryMiB = 512, Cores = 1, Scratch = ["/home/app"] };

    public static ContainerProfile Ollama(Gpu gpu) => new()
    {
        User = OllamaUser, MemoryMiB = 16_384, Cores = 8, Gpu = gpu, Check = ["/bin/ollama", "list"],
    };
}
