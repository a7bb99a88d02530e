using System.Text.Json;
using LlmMcp.Contracts;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Routing;

/// <summary>
/// Turns a request into a job: who answers (<see cref="TierChoice"/>, <see cref="ProviderChoice"/>), with which model, asked how.
/// Pure: what there is comes in as a snapshot. May be called on trial, so it does not log.
/// </summary>
internal static class ClassicRouter
{
    // Until load times are measured: what a cold model of ordinary size needs from a disk.
    private const int ColdLoadSeconds = 120;

    /// <summary>Decides, with reasons, or refuses.</summary>
    public static RouteOutcome Decide(LlmRequest request, FleetSnapshot fleet, CloudKeys keys, RoutingDefaults defaults)
    {
        var (shape, refusal) = RequestShape.Read(request);
        if (shape is null)
        {
            return new RouteOutcome.Refused(refusal!);
        }

        var reasons = new List<string>();
        var hasPayload = request.Payload is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) };
        var byTier = hasPayload || request.Constraints?.ForceCloud == true ? null : TierChoice.Find(shape, fleet, reasons);
        var provider = byTier?.Provider ?? ProviderChoice.Find(request, shape, fleet, keys, reasons);
        if (shape.IsEmbedding && provider == Providers.OpenRouter)
        {
            return Refuse("provider_not_supported", "provider", "OpenRouter makes no embeddings here; use openai, ollama, compat or auto.");
        }

        return hasPayload
            ? FromPayload(request, request.Payload!.Value, provider, shape, reasons)
            : FromKeys(request, shape, provider, byTier?.Id ?? shape.Model, fleet, defaults, reasons);
    }

    private static RouteOutcome FromPayload(LlmRequest request, JsonElement payload, string provider, RequestShape shape, List<string> reasons)
    {
        if (payload.ValueKind != JsonValueKind.Object)
        {
            return new RouteOutcome.Refused(ApiError.BadField("payload", "payload must be a JSON object."));
        }

        reasons.Add("the payload was given and is stored as it is");
        var isChat = payload.TryGetProperty("messages", out _) && !payload.TryGetProperty("prompt", out _);
        var model = payload.TryGetProperty("model", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : "";
        return new RouteOutcome.Decided(
            KindOf(provider, shape.IsEmbedding, isChat), provider, model, RequestPayload.Given(payload), Timeout(request, shape, loaded: false, reasons), reasons);
    }

    private static RouteOutcome FromKeys(
        LlmRequest request, RequestShape shape, string provider, string model, FleetSnapshot fleet, RoutingDefaults defaults, List<string> reasons)
    {
        var hasPrompt = !string.IsNullOrEmpty(request.Prompt) || (shape.IsEmbedding && request.Input is { ValueKind: JsonValueKind.String or JsonValueKind.Array });
        if (!shape.HasMessages && !hasPrompt)
        {
            return provider == Providers.Ollama || shape.IsEmbedding
                ? Refuse("prompt_required", "prompt", "Give prompt or messages.")
                : Refuse("messages_required", "messages", "Give messages or prompt.");
        }

        var isLocal = provider is Providers.Ollama or Providers.Compat;
        if (model.Length == 0 && isLocal)
        {
            (model, var reason) = DefaultModel.Choose(provider, shape.IsEmbedding, fleet, defaults);
            reasons.Add(reason);
        }

        // A vector is made of one text; a conversation goes on from its messages.
        var useMessages = shape.HasMessages && !(shape.IsEmbedding && hasPrompt);
        if (useMessages && hasPrompt)
        {
            reasons.Add("messages are given, so prompt is not used");
        }

        var able = isLocal ? fleet.OnlineWith(provider, model).ToList() : [];
        if (isLocal && able.Count == 0)
        {
            reasons.Add(model.Length > 0 && !fleet.IsKnown(provider, ModelName.Canonical(provider, model)) && fleet.Online(provider).Any()
                ? $"no known node has {model}; the first free one is asked all the same"
                : $"no online node has {(model.Length > 0 ? model : "a model")} now; the job waits for one");
        }

        var loaded = !isLocal || able.Exists(device => device.Loaded.Contains(ModelName.Canonical(provider, model)));
        return new RouteOutcome.Decided(
            KindOf(provider, shape.IsEmbedding, useMessages), provider, model, RequestPayload.Of(request, model, useMessages),
            Timeout(request, shape, loaded, reasons), reasons);
    }

    private static int Timeout(LlmRequest request, RequestShape shape, bool loaded, List<string> reasons)
    {
        if (request.TimeoutSeconds != 0 || shape.Quality is not { } quality)
        {
            return request.TimeoutSeconds;
        }

        var seconds = Qualities.TimeoutSeconds(quality) + (loaded ? 0 : ColdLoadSeconds);
        reasons.Add($"an attempt may take {seconds} s{(loaded ? "" : $", {ColdLoadSeconds} s of it for loading the model")} (quality {quality})");
        return seconds;
    }

    private static string KindOf(string provider, bool embedding, bool chat) => provider switch
    {
        Providers.OpenAi => embedding ? JobKinds.OpenAiEmbed : JobKinds.OpenAiChat,
        Providers.OpenRouter => JobKinds.OpenRouterChat,
        Providers.Compat => embedding ? JobKinds.CompatEmbed : JobKinds.CompatChat,
        _ => embedding ? JobKinds.OllamaEmbed : chat ? JobKinds.OllamaChat : JobKinds.OllamaGenerate,
    };

    private static RouteOutcome.Refused Refuse(string word, string field, string detail) => new(Refusals.Routing(word, field, detail));
}
