using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet.Speeds;
using LlmMcp.Core.JobsApi;

namespace LlmMcp.Core.Benchmarks;

/// <summary>The jobs that measure. Prompt, length, temperature and seed are fixed, so that runs compare over devices and time.</summary>
internal static class BenchmarkJobs
{
    /// <summary>Value of <c>jobs.source</c>.</summary>
    public const string Source = "benchmark";

    /// <summary>Priority of a benchmark nobody asked for: below all that anybody did.</summary>
    public const int AutomaticPriority = -100;

    /// <summary>Tokens of an answer: enough to measure, few enough for a slow machine.</summary>
    public const int AnswerTokens = 128;

    private const int Attempts = 2;
    private const string DefaultPrompt = "Explain in plain words how a refrigerator keeps food cold, and why its back is warm. Write several paragraphs.";

    // Relaxed: a payload is data, never part of a page.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The job of a target, as a caller would have sent it.</summary>
    /// <param name="target">A target with a kind.</param>
    /// <param name="priority">0 means 1.</param>
    public static JobRequest Request(BenchmarkTarget target, int priority) => new()
    {
        Kind = target.Kind,
        Source = Source,
        Priority = priority == 0 ? 1 : priority,
        MaxAttempts = Attempts,
    };

    /// <summary>Its payload, pinned to the device.</summary>
    public static ReadOnlyMemory<byte> Payload(BenchmarkTarget target, string? prompt)
    {
        var text = string.IsNullOrEmpty(prompt) ? DefaultPrompt : prompt;
        var buffer = new ArrayBufferWriter<byte>(256 + text.Length);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("model", target.Model);
            json.WriteString("device_id", target.DeviceId);
            // Ollama's single-vector route takes `prompt`; the worker knows what the others call it.
            json.WriteString("prompt", text);
            if (target.TaskType == ModelSpeed.Generate)
            {
                WriteSettings(json, target.Provider);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteSettings(Utf8JsonWriter json, string provider)
    {
        if (provider == Providers.Ollama)
        {
            // In Ollama's own words: a worker of the deployed system passes on `options` and nothing else.
            json.WriteStartObject("options");
            json.WriteNumber("num_predict", AnswerTokens);
            json.WriteNumber("temperature", 0);
            json.WriteNumber("seed", 1);
            json.WriteEndObject();
            return;
        }

        json.WriteNumber("max_tokens", AnswerTokens);
        if (provider == Providers.Compat)
        {
            // Some cloud models refuse any temperature but their own.
            json.WriteNumber("temperature", 0);
            json.WriteNumber("seed", 1);
        }
    }
}
