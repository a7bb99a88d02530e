using LlmMcp.Contracts;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Routing;

/// <summary>
/// Says what a job may run on that brings its own kind and payload. Kinds without a model cost nothing: their payload is not
/// looked at.
/// </summary>
internal static class PayloadBlock
{
    /// <summary>
    /// The block of a job, and its payload as it may be stored: without keys that begin with <c>_</c>, which only Core may
    /// write, and with the model it will run when it named none.
    /// </summary>
    /// <param name="kind">The job's kind.</param>
    /// <param name="payload">UTF-8, known to be JSON.</param>
    /// <param name="fleet">The known devices: nothing else in a payload is an address.</param>
    /// <param name="defaults">What is meant when the payload does not say.</param>
    public static PlacedPayload Of(string kind, ReadOnlyMemory<byte> payload, FleetSnapshot fleet, RoutingDefaults defaults)
    {
        if (!JobKinds.CallsModel(kind))
        {
            return new(new WorkBlock(kind).ToString(), payload, null);
        }

        var keys = PayloadKeys.Read(payload.Span);
        if (keys.Error is { } unreadable)
        {
            return Refuse(unreadable);
        }

        var provider = JobProviders.Of(kind);
        var (deviceId, refusal) = Pin(kind, provider, keys, fleet, defaults);
        if (refusal is not null)
        {
            return Refuse(refusal);
        }

        var model = keys.Model;
        var added = "";
        if (string.IsNullOrWhiteSpace(model))
        {
            // Stored with the job, as the worker's own default may be another one, which the chosen device need not have.
            added = model = provider is Providers.Ollama or Providers.Compat
                ? DefaultModel.Choose(provider, JobKinds.IsEmbedding(kind), fleet.Placements, defaults).Model
                : "";
        }

        if (ModelRefusal.Find(kind, provider, model, deviceId, fleet) is { } forbidden)
        {
            return Refuse(forbidden);
        }

        var stored = keys.HasReserved || added.Length > 0 ? PayloadKeys.Rewrite(payload, added) : payload;
        return new(new WorkBlock(kind, ModelName.Canonical(provider, model), deviceId).ToString(), stored, null);
    }

    private static (string DeviceId, ApiError? Refusal) Pin(
        string kind, string provider, PayloadKeys keys, FleetSnapshot fleet, RoutingDefaults defaults)
    {
        var pinned = "";
        if (!string.IsNullOrWhiteSpace(keys.DeviceId))
        {
            if (!fleet.Devices.TryGetValue(keys.DeviceId, out var device))
            {
                return ("", ApiError.BadField("payload.device_id", $"There is no device \"{Shorten(keys.DeviceId)}\"; GET /v1/devices lists them. Leave device_id out to let Core choose.", "device_not_found"));
            }

            if (device.Provider != provider)
            {
                return ("", ApiError.BadField("payload.device_id", $"{device.Id} is of provider {device.Provider} and does not run {kind}.", "device_not_found"));
            }

            pinned = device.Id;
        }

        if (provider != Providers.Ollama)
        {
            return (pinned, null);
        }

        foreach (var (field, address) in new[] { ("ollama_base_url", keys.BaseUrl), ("ollama_addr", keys.Address) })
        {
            if (string.IsNullOrWhiteSpace(address))
            {
                continue;
            }

            if (FindByAddress(address, fleet, defaults) is not { } found)
            {
                return ("", UnknownAddress(field));
            }

            pinned = pinned.Length > 0 ? pinned : found;
        }

        return string.IsNullOrWhiteSpace(keys.Host) || IsKnownHost(keys.Host, fleet, defaults) ? (pinned, null) : ("", UnknownAddress("ollama_host"));
    }

    /// <summary>The device at an address; empty for the configured node before its first probe; null for anything else.</summary>
    private static string? FindByAddress(string text, FleetSnapshot fleet, RoutingDefaults defaults) =>
        !NodeUrl.TryParse(text, NodeUrl.OllamaPort, out var url) ? null
        : fleet.Devices.Values
            .Where(device => device.BaseUrl is { } known && device.Provider == Providers.Ollama && NodeUrl.SameNode(known, url))
            .OrderByDescending(static device => device.Online)
            .ThenBy(static device => device.Id, StringComparer.Ordinal)
            .FirstOrDefault() is { } found ? found.Id
        : defaults.OllamaBaseUrl is { } configured && NodeUrl.SameNode(configured, url) ? ""
        : null;

    private static bool IsKnownHost(string text, FleetSnapshot fleet, RoutingDefaults defaults) =>
        fleet.Devices.Values.Any(device =>
            Same(text, device.HostHeader) || (device.BaseUrl is { } url && (Same(text, url.Host) || Same(text, NodeUrl.Address(url)))))
        || (defaults.OllamaBaseUrl is { } configured && (Same(text, configured.Host) || Same(text, NodeUrl.Address(configured))));

    private static bool Same(string text, string? known) => string.Equals(text.Trim(), known, StringComparison.OrdinalIgnoreCase);

    // A payload must not send the worker, which sits inside somebody's network, wherever its author likes.
    private static ApiError UnknownAddress(string field) => ApiError.BadField(
        $"payload.{field}", $"{field} is not the address of a known device; GET /v1/devices lists them. Leave it out to let Core choose, or add the node to OLLAMA_EXTRA_ENDPOINTS.", "unknown_address");

    private static PlacedPayload Refuse(ApiError error) => new("", default, error);

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100];
}

/// <summary>What a job may run on and what is stored as its payload, or why it is refused.</summary>
internal readonly record struct PlacedPayload(string Block, ReadOnlyMemory<byte> Payload, ApiError? Error);
