using LlmMcp.Contracts;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Speeds;

namespace LlmMcp.Core.Benchmarks;

/// <summary>
/// What a request measures, or why it is refused. Pure.
/// <code>
/// 1 fields within bounds; a provider we have
/// 2 the devices: the one named, else every online one of the provider
/// 3 at a cloud provider: a model is named, its price known and low enough
/// 4 on each device the models: the one named, else all it has, in the order of their names
/// 5 the task type: what the model is for; one named in the request must agree
/// 6 what a device's limits forbid is refused when it was named, else skipped
/// </code>
/// </summary>
internal static class BenchmarkTargets
{
    // One request must not fill the queue.
    private const int MaxJobs = 1000;
    private const int MaxPrompt = 20_000;

    /// <summary>Decides.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="fleet">What there is.</param>
    /// <param name="maxPrice">Dearest cloud model allowed, USD per million tokens.</param>
    public static BenchmarkChoice Of(BenchmarkRequest request, FleetSnapshot fleet, decimal maxPrice)
    {
        if (FaultOf(request) is { } fault)                                                                       // 1
        {
            return fault;
        }

        FleetDevice? named = null;
        if (!string.IsNullOrWhiteSpace(request.DeviceId) && !fleet.Devices.TryGetValue(request.DeviceId, out named))
        {
            return ApiError.BadField("device_id", $"There is no device \"{Shorten(request.DeviceId)}\"; GET /v1/devices lists them.", "device_not_found");
        }

        var provider = !string.IsNullOrWhiteSpace(request.Provider) ? request.Provider : named?.Provider ?? Providers.Ollama;
        if (!Providers.All.Contains(provider))
        {
            return ApiError.BadField("provider", $"provider must be one of {string.Join(", ", Providers.All)}.", "provider_not_supported");
        }

        if (named is not null && named.Provider != provider)
        {
            return provider == Providers.Ollama
                ? ApiError.BadField("device_id", $"{named.Id} is of provider {named.Provider} and has no Ollama address.", "device_no_ollama_addr")
                : ApiError.BadField("device_id", $"{named.Id} is of provider {named.Provider}, not {provider}.", "device_not_found");
        }

        IReadOnlyList<FleetDevice> devices = named is not null                                                   // 2
            ? [named]
            : [.. fleet.Online(provider).OrderBy(static device => device.Id, StringComparer.Ordinal)];
        return string.IsNullOrWhiteSpace(request.Model)
            ? OfAllModels(request, provider, devices, fleet)
            : OfModel(request, ModelName.Canonical(provider, request.Model), devices, new Asked(provider, fleet, maxPrice));
    }

    private static ApiError? FaultOf(BenchmarkRequest request) =>
        request.Runs > BenchmarkRequest.MaxRuns ? ApiError.BadField("runs", $"runs must be 1 to {BenchmarkRequest.MaxRuns}.")
        : request.TaskType is not (null or "" or ModelSpeed.Generate or ModelSpeed.Embed) ? ApiError.BadField("task_type", "task_type must be generate or embed; leave it out to measure what the model is for.")
        : request.Devices is not (null or "" or "all") ? ApiError.BadField("devices", "devices can only be \"all\"; name a single device in device_id.")
        : request.Devices == "all" && !string.IsNullOrWhiteSpace(request.DeviceId) ? ApiError.BadField("devices", "devices is \"all\" and device_id names one; leave one of them out.")
        : request.Prompt?.Length > MaxPrompt ? ApiError.BadField("prompt", $"prompt must have at most {MaxPrompt} characters.")
        : null;

    private static BenchmarkChoice OfModel(BenchmarkRequest request, string model, IReadOnlyList<FleetDevice> devices, Asked asked)
    {
        if (Providers.IsCloud(asked.Provider)
            && PriceGuard.Refusal(asked.Fleet.FindModel(asked.Provider, model), Shorten(model), asked.MaxPrice) is { } tooDear) // 3
        {
            return tooDear;
        }

        var able = devices.Where(device => device.IsCloud || device.Models.Contains(model)).ToList();            // 4
        if (able.Count == 0)
        {
            return ApiError.BadField(
                "model",
                string.IsNullOrWhiteSpace(request.DeviceId)
                    ? $"No online device of {asked.Provider} has {Shorten(model)}; GET /v1/models lists what there is."
                    : $"{request.DeviceId} does not have {Shorten(model)}; GET /v1/devices lists what it has.",
                "model_not_available");
        }

        model = able.Select(device => device.Models.TryGetValue(model, out var known) ? known : model).First();
        var natural = BenchmarkTarget.TaskTypeOf(asked.Fleet, asked.Provider, model);                            // 5
        if (!string.IsNullOrEmpty(request.TaskType) && request.TaskType != natural)
        {
            return ApiError.BadField("task_type", $"{model} is a model for {natural}; leave task_type out to measure that.");
        }

        if (new BenchmarkTarget("", asked.Provider, model, natural).Kind is null)
        {
            return ApiError.BadField("model", $"{asked.Provider} has no kind of job for {natural}.", "benchmark_blocked");
        }

        return Allowed(request, [.. able.Select(device => (device, new BenchmarkTarget(device.Id, device.Provider, model, natural)))]);
    }

    private static BenchmarkChoice OfAllModels(BenchmarkRequest request, string provider, IReadOnlyList<FleetDevice> devices, FleetSnapshot fleet)
    {
        if (Providers.IsCloud(provider))
        {
            return ApiError.BadField("model", $"model is required: {provider} has more models than anybody wants to pay for.", "model_required");
        }

        var targets = devices.SelectMany(
                static device => device.Models.Order(StringComparer.Ordinal),
                (device, model) => (Device: device, Target: new BenchmarkTarget(device.Id, provider, model, BenchmarkTarget.TaskTypeOf(fleet, provider, model)))) // 4, 5
            .Where(pair => string.IsNullOrEmpty(request.TaskType) || pair.Target.TaskType == request.TaskType)
            .ToList();
        return targets.Count == 0
            ? ApiError.BadField("model", $"No online device of {provider} has a model to measure.", "model_not_available")
            : Allowed(request, targets);
    }

    private static BenchmarkChoice Allowed(BenchmarkRequest request, List<(FleetDevice Device, BenchmarkTarget Target)> targets)
    {
        var skipped = targets                                                                                    // 6
            .Where(static pair => pair.Device.Forbidden.ContainsKey(pair.Target.Model))
            .Select(static pair => new BenchmarkSkipped(pair.Device.Id, pair.Target.Model, pair.Device.Forbidden[pair.Target.Model]))
            .ToList();
        var allowed = targets.Where(static pair => !pair.Device.Forbidden.ContainsKey(pair.Target.Model)).Select(static pair => pair.Target).ToList();
        if (allowed.Count == 0)
        {
            return ApiError.BadField("model", $"{skipped[0].Model} may not run on {skipped[0].DeviceId}: {skipped[0].Reason}.", "model_not_allowed");
        }

        var runs = Math.Max(1, request.Runs);
        return allowed.Count * runs > MaxJobs
            ? ApiError.BadField("runs", $"{allowed.Count} models on devices, {runs} times each, are more than {MaxJobs} jobs; ask for fewer.")
            : new BenchmarkChoice([.. allowed.SelectMany(target => Enumerable.Repeat(target, runs))], skipped, null);
    }

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100];

    private readonly record struct Asked(string Provider, FleetSnapshot Fleet, decimal MaxPrice);
}

/// <summary>What is measured, each target as often as it is to run; what is not, and why; or a refusal.</summary>
internal readonly record struct BenchmarkChoice(
    IReadOnlyList<BenchmarkTarget> Targets, IReadOnlyList<BenchmarkSkipped> Skipped, ApiError? Error)
{
    public static implicit operator BenchmarkChoice(ApiError error) => new([], [], error);
}
