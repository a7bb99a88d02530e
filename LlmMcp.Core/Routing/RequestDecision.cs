using System.Text.Json;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Placements;

namespace LlmMcp.Core.Routing;

/// <summary>A request's way through routing: read it, find out who answers, make the job.</summary>
internal static class RequestDecision
{
    public static RouteOutcome Of(LlmRequest request, FleetSnapshot fleet, RoutingView view)
    {
        var (shape, refusal) = RequestShape.Read(request);
        if (shape is null)
        {
            return new RouteOutcome.Refused(refusal!);
        }

        if (shape.IsEmbedding && shape.Provider == Contracts.Providers.OpenRouter)
        {
            return Refuse("provider_not_supported", "provider", "OpenRouter makes no embeddings here; use openai, ollama, compat or auto.");
        }

        return request.Payload is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } payload
            ? FromPayload(request, payload, shape, fleet, view)
            : FromKeys(request, shape, fleet, view);
    }

    private static RouteOutcome FromKeys(LlmRequest request, RequestShape shape, FleetSnapshot fleet, RoutingView view)
    {
        var hasPrompt = !string.IsNullOrEmpty(request.Prompt) || (shape.IsEmbedding && request.Input is { ValueKind: JsonValueKind.String or JsonValueKind.Array });
        // A vector is made of one text; a conversation goes on from its messages.
        var useMessages = shape.HasMessages && !(shape.IsEmbedding && hasPrompt);
        var need = RequestNeed.Of(request, shape, useMessages);
        var plan = Router.Explain(need, fleet, view);
        var first = plan.First;
        if (!shape.HasMessages && !hasPrompt)
        {
            return (first?.Provider ?? shape.Provider) is Contracts.Providers.OpenAi or Contracts.Providers.OpenRouter or Contracts.Providers.Compat && !shape.IsEmbedding
                ? Refuse("messages_required", "messages", "Give messages or prompt.")
                : Refuse("prompt_required", "prompt", "Give prompt or messages.");
        }

        return first is null
            ? Refuse(plan.Refusal!, shape.IsSmart ? "quality" : "model", Detail(plan))
            : new RouteOutcome.Decided(first.Kind, first.Provider, first.Model, RequestPayload.Of(request, first.Model, useMessages), plan)
            {
                Block = RequestNeed.BlockOf(need, first).ToString(),
                TimeoutSeconds = Timeout(request, shape),
                Notes = useMessages && hasPrompt ? ["messages are given, so prompt is not used"] : [],
                EstimatedTokens = shape.EstimatedTokens,
                ExpectedWaitSeconds = WaitOf(plan, first, view),
                ExpectedCostUsd = CostOf(request, shape, first, fleet),
            };
    }

    private static RouteOutcome FromPayload(LlmRequest request, JsonElement payload, RequestShape shape, FleetSnapshot fleet, RoutingView view)
    {
        if (payload.ValueKind != JsonValueKind.Object)
        {
            return new RouteOutcome.Refused(ApiError.BadField("payload", "payload must be a JSON object."));
        }

        var isChat = payload.TryGetProperty("messages", out _) && !payload.TryGetProperty("prompt", out _);
        var model = Text(payload, "model");
        // What is stored as it is cannot be given another model: the quality decides the time only.
        var plan = Router.Explain(
            RequestNeed.Of(request, shape with { Quality = null, Model = shape.Model.Length > 0 ? shape.Model : model }, isChat), fleet, view);
        if (plan.First is not { } first)
        {
            return Refuse(plan.Refusal!, "model", Detail(plan));
        }

        return PinFault(payload, first, model, fleet) is { } word
            ? Refuse($"model_not_allowed:{word}", "payload.device_id", $"{Text(payload, "device_id")} may not run {model}: {word}.")
            : new RouteOutcome.Decided(first.Kind, first.Provider, model, RequestPayload.Given(payload), plan)
            {
                TimeoutSeconds = Timeout(request, shape),
                Notes = ["the payload was given and is stored as it is"],
                EstimatedTokens = shape.EstimatedTokens,
            };
    }

    /// <summary>Why the device a payload names may not run the model it names; null when it may, or is not known here.</summary>
    private static string? PinFault(JsonElement payload, RouteCandidate first, string model, FleetSnapshot fleet) =>
        model.Length > 0 && fleet.Devices.TryGetValue(Text(payload, "device_id"), out var device) && !device.IsCloud && device.Provider == first.Provider
            ? ModelRefusal.Reason(first.Kind, ModelName.Canonical(first.Provider, model), device)
            : null;

    private static int Timeout(LlmRequest request, RequestShape shape) =>
        request.TimeoutSeconds != 0 || shape.Quality is null ? request.TimeoutSeconds : Qualities.TimeoutSeconds(shape.Quality);

    private static double? WaitOf(RoutePlan plan, RouteCandidate first, RoutingView view) =>
        plan.Candidates.Count == 0 ? null : first.Preference >= CloudSearch.Preference ? view.Backlog.Of(first.DeviceId) : plan.ExpectedWait;

    private static decimal? CostOf(LlmRequest request, RequestShape shape, RouteCandidate first, FleetSnapshot fleet) =>
        !Contracts.Providers.IsCloud(first.Provider) ? 0
        : ExpectedCost.Of(fleet.FindModel(first.Provider, first.Model), shape.EstimatedTokens, shape.IsEmbedding ? 0 : RequestNeed.AnswerTokens(request));

    private static string? Detail(RoutePlan plan)
    {
        var reasons = plan.Reasons.Count > 0 ? $"{string.Join("; ", plan.Reasons)}." : null;
        var rejected = plan.Rejected is { Counts.Count: > 0 } left ? $"Not chosen: {string.Join(", ", left.Counts.Select(static pair => $"{pair.Value} {pair.Key}"))}." : null;
        return reasons is null || rejected is null ? reasons ?? rejected : $"{reasons} {rejected}";
    }

    private static string Text(JsonElement payload, string key) =>
        payload.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static RouteOutcome.Refused Refuse(string word, string field, string? detail) => new(Refusals.Routing(word, field, detail));
}
