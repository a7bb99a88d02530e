using System.Text.Json;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Runners;

namespace LlmMcp.Simulator.Native;

/// <summary>A checked <c>/api/generate</c> request.</summary>
internal sealed record GenerateAsk(string ModelName, AnswerRequest Answer, bool Stream, bool Raw, bool IsEmpty, bool DebugRenderOnly, int? Logprobs)
{
    private const int MaxTopLogprobs = 20;

    public static GenerateAsk Read(SimulatedNode node, JsonElement body)
    {
        var request = new GoObject(body, "GenerateRequest");
        var name = request.Text("model");
        var prompt = request.Text("prompt");
        var keepAlive = KeepAlive.Read(request.Raw("keep_alive"));
        var model = node.Installed(name);
        var topLogprobs = request.Integer("top_logprobs") ?? 0;
        if (topLogprobs is < 0 or > MaxTopLogprobs)
        {
            throw Refusal.BadRequest($"top_logprobs must be between 0 and {MaxTopLogprobs}");
        }

        var raw = request.Flag("raw") ?? false;
        var system = request.TextOrNull("system");
        var context = request.Items("context", "[]int");
        if (raw && (system is not null || request.TextOrNull("template") is not null || context.Length > 0))
        {
            throw Refusal.BadRequest("raw mode does not support template, system, or context");
        }

        if (!model.Can(ModelCapabilities.Completion))
        {
            throw Refusal.BadRequest($"\"{name}\" does not support generate");
        }

        var suffix = request.TextOrNull("suffix");
        if (suffix is not null && !model.Can(ModelCapabilities.Insert))
        {
            throw Refusal.BadRequest($"{model.Name.Full} does not support insert");
        }

        Images.Check(request.Items("images", "[]api.ImageData").Length, model);
        var think = ThinkSetting.Read(request.Raw("think"), model, name);
        return new GenerateAsk(
            name,
            new AnswerRequest
            {
                Model = model,
                Rendered = raw ? prompt : RenderedPrompt.Of(model, system, prompt, suffix),
                Question = prompt,
                Settings = ModelSettings.Read(request.Map("options"), model.EffectiveParameters),
                KeepAlive = keepAlive,
                Think = think,
                Format = FormatSetting.Read(request.Raw("format")),
                Context = [.. context.Select(item => item.ValueKind is JsonValueKind.Number && item.TryGetInt32(out var id) ? id : 0)],
                Truncate = request.Flag("truncate") ?? true,
            },
            request.Flag("stream") ?? true,
            raw,
            prompt.Length == 0 && suffix is null,
            request.Flag("_debug_render_only") ?? false,
            request.Flag("logprobs") is true || topLogprobs > 0 ? topLogprobs : null);
    }
}
