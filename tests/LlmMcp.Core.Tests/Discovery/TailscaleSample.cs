using LlmMcp.Core.Discovery.Tailscale;

namespace LlmMcp.Core.Tests.Discovery;

/// <summary>The outputs in <c>Samples</c>.</summary>
internal static class TailscaleSample
{
    public const string Mixed = "1.80-mixed.json";
    public const string WithoutMagicDns = "1.32-without-magicdns.json";
    public const string TailAddr = "1.2-tailaddr.json";
    public const string NeedsLogin = "1.96-needs-login.json";

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Discovery", "Samples", name));

    public static TailscaleStatus Read(string name) => TailscaleStatus.Parse(Bytes(name))!;
}
