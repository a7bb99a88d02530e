using System.ComponentModel.DataAnnotations;

namespace LlmMcp.Core.Discovery;

/// <summary>Where nodes are looked for that no setting names. Section <c>Discovery</c>.</summary>
internal sealed class DiscoveryOptions
{
    public const string Section = "Discovery";
    public const string Auto = "auto";
    public const string On = "1";
    public const string Off = "0";

    /// <summary>
    /// <c>auto</c> looks at the tailnet where the tailscale program is found, <c>1</c> always, <c>0</c> never. The default is <c>auto</c>.
    /// </summary>
    [RegularExpression("auto|0|1", ErrorMessage = "Discovery:Tailscale (DISCOVERY_TAILSCALE) must be auto, 0 or 1.")]
    public string Tailscale { get; set; } = Auto;

    /// <summary>The tailscale program, a name or a path. The default is <c>tailscale</c>.</summary>
    [Required]
    public string TailscaleBin { get; set; } = "tailscale";

    /// <summary>Socket of the tailscale daemon, where it is not the usual one. Empty by default.</summary>
    public string TailscaleSocket { get; set; } = "";

    /// <summary>How long tailscale may take to answer, 100 ms to 30 seconds. The default is 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan TailscaleTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary><c>1</c> knocks at every address of the private networks this machine is in or that are listed. The default is <c>0</c>.</summary>
    [RegularExpression("0|1", ErrorMessage = "Discovery:ScanSubnets (DISCOVERY_SCAN_SUBNETS) must be 0 or 1.")]
    public string ScanSubnets { get; set; } = Off;

    /// <summary>Private IPv4 networks to scan, CIDRs of at most 512 addresses, comma separated. Empty by default.</summary>
    public string Subnets { get; set; } = "";
}
