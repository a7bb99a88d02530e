using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LlmMcp.Contracts;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Placements;
using LlmMcp.Core.JobsApi;

namespace LlmMcp.Core.Loading;

/// <summary>
/// The job that brings a model into a node's memory, or out of it: a call without a prompt, as Ollama defines it. A job like any
/// other, so that limits, slots, breaker and reachability hold for it too, and it can be followed and canceled. Pure.
/// <list type="number">
/// <item>The device must be known, and an Ollama node: other servers hold what they were started with.</item>
/// <item>The model must be named and on the device.</item>
/// <item>The device must take jobs now: nobody wants a model loaded tomorrow because the node comes back.</item>
/// <item>The keep-alive must be one.</item>
/// </list>
/// That the limits allow the model is checked where every job is.
/// </summary>
internal static partial class LoadJob
{
    /// <summary>Value of <c>jobs.source</c>.</summary>
    public const string Source = "fleet";

    // An operator waits for it: the next free slot is its.
    private const int Priority = 100;
    private const int Attempts = 2;
    private const int Forever = -1;

    /// <summary>The job of a request, and its payload.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="unload">True to take the model out of memory.</param>
    /// <param name="fleet">What there is.</param>
    public static (JobRequest? Job, byte[] Payload, string Model, ApiError? Error) Of(LoadRequest request, string deviceId, bool unload, FleetSnapshot fleet)
    {
        if (!fleet.Devices.TryGetValue(deviceId, out var device))                                        // 1
        {
            return Refuse(DevicesApi.NotFound());
        }

        if (device.Provider != Providers.Ollama)
        {
            return Refuse(Conflict("load_not_supported", $"{device.Id} is of provider {device.Provider}; only Ollama loads and unloads models on request.", "id"));
        }

        if (string.IsNullOrWhiteSpace(request.Model))                                                    // 2
        {
            return Refuse(ApiError.BadField("model", "model is required: one of the device's models.", "model_required"));
        }

        // As the node spells it.
        if (!device.Models.TryGetValue(ModelName.Canonical(device.Provider, request.Model), out var model))
        {
            return Refuse(new ApiError(StatusCodes.Status404NotFound, "model_not_found", $"{device.Id} does not have the model; GET /v1/devices/{device.Id} lists those it has.", "model"));
        }

        if (PlacementClosed.Of(device) is { } closed)                                                    // 3
        {
            return Refuse(Conflict("device_" + closed, $"{device.Id} takes no jobs now: {closed}.", "id"));
        }

        if (unload ? request.KeepAlive is not null : !IsKeepAlive(request.KeepAlive))                    // 4
        {
            return Refuse(ApiError.BadField("keep_alive", unload ? "keep_alive makes no sense for an unload." : "keep_alive must be seconds, or a text such as \"10m\", and not 0."));
        }

        var kind = fleet.IsEmbedding(device.Provider, model) ? JobKinds.OllamaEmbed : JobKinds.OllamaGenerate;
        return (new JobRequest { Kind = kind, Source = Source, Priority = Priority, MaxAttempts = Attempts }, Payload(kind, model, device.Id, unload ? null : request.KeepAlive, unload), model, null);
    }

    private static byte[] Payload(string kind, string model, string deviceId, JsonElement? keepAlive, bool unload)
    {
        var payload = new JsonObject { ["model"] = model, ["device_id"] = deviceId, ["keep_alive"] = unload ? 0 : keepAlive is { } given ? JsonValue.Create(given) : Forever };
        if (kind == JobKinds.OllamaEmbed)
        {
            payload["input"] = new JsonArray();
        }

        return JsonSerializer.SerializeToUtf8Bytes(payload, CoreJson.Options);
    }

    private static bool IsKeepAlive(JsonElement? keepAlive) => keepAlive switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => true,
        { ValueKind: JsonValueKind.Number } seconds => seconds.TryGetInt32(out var number) && number != 0,
        { ValueKind: JsonValueKind.String } text => Duration().IsMatch(text.GetString()!) && text.GetString()!.AsSpan().ContainsAnyInRange('1', '9'),
        _ => false,
    };

    private static (JobRequest?, byte[], string, ApiError?) Refuse(ApiError error) => (null, [], "", error);

    private static ApiError Conflict(string code, string message, string field) => new(StatusCodes.Status409Conflict, code, message, field);

    [GeneratedRegex("^-?([0-9]{1,6}(\\.[0-9]{1,6})?(ms|s|m|h))+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Duration();
}
