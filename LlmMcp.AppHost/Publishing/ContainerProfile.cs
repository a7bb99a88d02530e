using LlmMcp.AppHost.Settings;

namespace LlmMcp.AppHost.Publishing;

/// <summary>What a container may and needs, said once for Docker Compose and Kubernetes. Pure.</summary>
internal sealed record ContainerProfile
{
    /// <summary>User and group it runs as; never 0.</summary>
    public required int User { get; init; }

    /// <summary>Most memory it may take, MiB.</summary>
    public required int MemoryMiB { get; init; }

    /// <summary>Most processor time it may take, in cores.</summary>
    public required double Cores { get; init; }

    /// <summary>Command that ends with 0 while the container can do its work; null when there is nothing to ask.</summary>
    public IReadOnlyList<string>? Check { get; init; }

    /// <summary>Port and path that answer as long as a restart would not help; null where a process that hangs is not to be expected.</summary>
    public (int Port, string Path)? Live { get; init; }

    /// <summary>Seconds within which it must have become able to work.</summary>
    public int StartSeconds { get; init; } = 60;

    /// <summary>Seconds it gets to end in good order.</summary>
    public int StopSeconds { get; init; } = 30;

    /// <summary>Directories it writes to that need not last, beside <c>/tmp</c>. The root file system is read-only.</summary>
    public IReadOnlyList<string> Scratch { get; init; } = [];

    /// <summary>The GPU it needs.</summary>
    public Gpu Gpu { get; init; } = Gpu.None;

    /// <summary>True when it calls a server on the machine the containers run on.</summary>
    public bool CallsTheHost { get; init; }

    /// <summary>One of our programs asks itself, as in its own image.</summary>
    public static IReadOnlyList<string> AskItself(string program) => ["dotnet", $"/app/{program}.dll", "--health"];
}
