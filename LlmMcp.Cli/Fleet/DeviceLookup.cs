using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Fleet;

/// <summary>Finds the device that somebody means: by its id, else by its name where only one is called so.</summary>
internal static class DeviceLookup
{
    public static async Task<JsonElement> FindAsync(CoreClient core, string wanted, CancellationToken cancellationToken)
    {
        var devices = (await core.GetAsync(CorePaths.Devices, cancellationToken)).Items("devices");
        var named = devices.Where(device => Is(device.Text("id"))).ToList();
        named = named.Count > 0 ? named : [.. devices.Where(device => Is(device.Text("name")))];
        return named.Count switch
        {
            1 => named[0],
            0 => throw new CommandFailedException("device_not_found", $"There is no device {wanted}.", "`llm-mcp devices` lists them."),
            _ => throw new CommandFailedException(
                "device_ambiguous", $"{named.Count} devices are called {wanted}.", $"Name one by its id: {string.Join(", ", named.Select(static device => device.Text("id")))}."),
        };

        bool Is(string? text) => string.Equals(text?.TrimEnd('.'), wanted.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Its id as Core writes it.</summary>
    public static async Task<string> FindIdAsync(CoreClient core, string wanted, CancellationToken cancellationToken) =>
        (await FindAsync(core, wanted, cancellationToken)).Text("id")!;
}
