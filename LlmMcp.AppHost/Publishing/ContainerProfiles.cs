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
        Check = ContainerProfile.HttpCheck(8080, "/health/ready"),
        // Not the same: a database that is away makes it unready, and restarting it would not bring the database back.
        Alive = ContainerProfile.HttpCheck(8080, "/health/live"),
    };

    public static readonly ContainerProfile Bridge = new() { User = AppUser, MemoryMiB = 512, Cores = 1, Check = ContainerProfile.HttpCheck(3333, "/health"), Alive = ContainerProfile.HttpCheck(3333, "/health") };

    // Nothing to ask it: a watch that cannot reach Core is doing its work.
    public static readonly ContainerProfile Telemetry = new() { User = AppUser, MemoryMiB = 256, Cores = 0.5 };

    // No Alive: a database that recovers from a crash for minutes must not be killed for it.
    public static readonly ContainerProfile Postgres = new()
    {
        User = PostgresUser, MemoryMiB = 2048, Cores = 2, StopSeconds = 60, StartSeconds = 120, Scratch = ["/var/run/postgresql"],
        Check = ["/bin/sh", "-c", "pg_isready -q -h 127.0.0.1 -U \"$POSTGRES_USER\" -d \"$POSTGRES_DB\""],
    };

    /// <summary>Jobs get 20 s to end when a worker is stopped, then are given back.</summary>
    public static ContainerProfile Worker(int healthPort) => new()
    {
        User = AppUser, MemoryMiB = 768, Cores = 1, StopSeconds = 40,
        Check = ContainerProfile.HttpCheck(healthPort, "/health"), Alive = ContainerProfile.HttpCheck(healthPort, "/health"),
    };

    public static ContainerProfile Simulator(int firstPort) => new()
    {
        User = AppUser, MemoryMiB = 512, Cores = 1, Check = ContainerProfile.HttpCheck(firstPort, "/api/version"),
    };

    public static ContainerProfile Ollama(Gpu gpu) => new()
    {
        User = OllamaUser, MemoryMiB = 16_384, Cores = 8, Gpu = gpu, Check = ["/bin/ollama", "list"],
    };

    public static ContainerProfile Dashboard => new() { User = AppUser, MemoryMiB = 512, Cores = 1, Scratch = ["/home/app"] };
}
