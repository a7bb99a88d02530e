using LlmMcp.Contracts;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Limits;

namespace LlmMcp.Core.Routing;

/// <summary>Refuses a job at the door that no device may ever run, instead of leaving it in the queue for ever.</summary>
internal static class ModelRefusal
{
    /// <summary>
    /// 400 <c>model_not_allowed</c>, whose message ends with the reason (<see cref="LimitReason"/>); null when some device may
    /// run the model.
    /// </summary>
    /// <param name="kind">The job's kind.</param>
    /// <param name="provider">Its provider.</param>
    /// <param name="model">The model; empty where none is named.</param>
    /// <param name="deviceId">The one device wanted; empty for any.</param>
    /// <param name="fleet">What there is.</param>
    public static ApiError? Find(string kind, string provider, string model, string deviceId, FleetSnapshot fleet)
    {
        if (model.Length == 0 || provider is not (Providers.Ollama or Providers.Compat))
        {
            return null;
        }

        var name = ModelName.Canonical(provider, model);
        if (deviceId.Length > 0)
        {
            return fleet.Devices.TryGetValue(deviceId, out var wanted) && Reason(kind, name, wanted) is { } reason
                ? Refuse(name, $"on {wanted.Id}", reason, wanted, fleet)
                : null;
        }

        var having = fleet.Devices.Values.Where(device => device.Provider == provider && device.Models.Contains(name)).ToList();
        return having.Count > 0 && having.All(device => device.Forbidden.ContainsKey(name))
            && having.MinBy(static device => device.Id, StringComparer.Ordinal) is { } first
                ? Refuse(name, "on any device that has it", first.Forbidden[name], first, fleet)
                : null;
    }

    /// <summary>
    /// Why a device may not run a model; null when it may. An Ollama says which models it has, and a name it does not have is a
    /// mistake; compatible servers may take any. A device that never answered yet has told nothing.
    /// </summary>
    public static string? Reason(string kind, string name, FleetDevice device) =>
        device.Forbidden.TryGetValue(name, out var reason) ? reason
        : !JobKinds.IsOllama(kind) || device.LastSeen is null || device.Models.Contains(name) ? null
        : device.Gone.Contains(name) ? LimitReason.NotAvailable
        : LimitReason.NotOnDevice;

    private static ApiError Refuse(string name, string where, string reason, FleetDevice device, FleetSnapshot fleet)
    {
        var model = name.Length <= 100 ? name : name[..100];
        var sentence = LimitReason.Describe(reason, model, device.Limits, fleet.FindModel(device.Provider, name));
        return new ApiError(StatusCodes.Status400BadRequest, "model_not_allowed", $"{model} is not allowed {where}: {reason}", "payload.model")
        {
            Detail = $"{sentence} GET /v1/limits shows the limits; choose another model or device. {reason}",
        };
    }
}
