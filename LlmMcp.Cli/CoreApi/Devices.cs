using System.Text.Json;
using LlmMcp.Contracts;

namespace LlmMcp.Cli.CoreApi;

/// <summary>Reading <c>GET /v1/devices</c>.</summary>
internal static class Devices
{
    /// <summary>The machines. Core also lists each cloud provider as a device, for its slots.</summary>
    public static IReadOnlyList<JsonElement> Nodes(JsonElement answer) =>
        [.. answer.Items("devices").Where(device => !Providers.IsCloud(device.Text("provider") ?? ""))];

    public static bool IsOnline(JsonElement device) => device.Text("status") == "online";
}
