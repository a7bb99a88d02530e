namespace LlmMcp.Simulator.Pace;

/// <summary>Machines people have at home, with rounded public figures.</summary>
public static class HardwareProfiles
{
    private const long GiB = 1L << 30;
    private const double GB = 1e9;

    /// <summary>A machine that never waits and holds everything: for tests of protocol and scheduling.</summary>
    public static HardwareProfile Instant { get; } = new("instant", 1024 * GiB, 0, double.PositiveInfinity, double.PositiveInfinity, 1);

    /// <summary>Raspberry Pi 5 with 8 GB: small models on the CPU.</summary>
    public static HardwareProfile RaspberryPi5 { get; } = new("raspberry-pi-5", 0, 6 * GiB, 12 * GB, 0.4 * GB, 3);

    /// <summary>Small office PC with an N100 and 16 GB.</summary>
    public static HardwareProfile MiniPc { get; } = new("mini-pc", 0, 12 * GiB, 30 * GB, 1.5 * GB, 4);

    /// <summary>Desktop with a fast CPU, 32 GB and no graphics card.</summary>
    public static HardwareProfile CpuDesktop { get; } = new("cpu-desktop", 0, 26 * GiB, 60 * GB, 2.5 * GB, 6);

    /// <summary>MacBook Air M2 with 16 GB unified memory.</summary>
    public static HardwareProfile MacBookAir { get; } = new("macbook-air", 11 * GiB, 0, 100 * GB, 2.5 * GB, 12);

    /// <summary>Gaming PC with an RTX 3060, 12 GB, and 16 GB RAM to spare.</summary>
    public static HardwareProfile Rtx3060 { get; } = new("rtx-3060", 12 * GiB, 16 * GiB, 360 * GB, 2.5 * GB, 25);

    /// <summary>Workstation with an RTX 4090, 24 GB, and 48 GB RAM to spare.</summary>
    public static HardwareProfile Rtx4090 { get; } = new("rtx-4090", 24 * GiB, 48 * GiB, 1008 * GB, 5 * GB, 40);

    /// <summary>Mac Studio M2 Ultra with 64 GB unified memory.</summary>
    public static HardwareProfile MacStudio { get; } = new("mac-studio", 48 * GiB, 0, 800 * GB, 5 * GB, 20);

    /// <summary>The machines a random fleet is drawn from.</summary>
    public static IReadOnlyList<HardwareProfile> Home { get; } = [RaspberryPi5, MiniPc, CpuDesktop, MacBookAir, Rtx3060, Rtx4090, MacStudio];
}
