using System.Text.Json;

namespace LlmMcp.Core.Fleet.Speeds;

/// <summary>
/// The numbers of metrics and results, each as it is told first. Milliseconds, except where a node's own document under
/// <c>data</c> tells nanoseconds.
/// </summary>
internal sealed class Measurements
{
    public string? Model { get; private set; }

    public double? Ms { get; private set; }

    public double? FirstTokenMs { get; private set; }

    public double? LoadMs { get; private set; }

    public double? EvalMs { get; private set; }

    public double? TokensIn { get; private set; }

    public double? TokensOut { get; private set; }

    public double? TokensPerSecond { get; private set; }

    public void Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (json.Length > 0 && reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadObject(ref reader, depth: 0);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What a worker measures is its own affair: broken documents measure nothing rather than undo the whole batch.
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, int depth)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && name == "data" && depth == 0)
            {
                ReadObject(ref reader, depth + 1);
                continue;
            }

            if (reader.TokenType == JsonTokenType.String && name == "model")
            {
                Model ??= reader.GetString();
            }
            else if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number))
            {
                Take(name, number);
            }

            reader.Skip();
        }
    }

    private void Take(string? name, double number)
    {
        switch (name)
        {
            case "ms":
                Ms ??= number;
                break;
            case "ttft_ms":
                FirstTokenMs ??= number;
                break;
            case "load_ms":
                LoadMs ??= number;
                break;
            case "load_duration":
                LoadMs ??= number / 1_000_000;
                break;
            case "eval_ms":
                EvalMs ??= number;
                break;
            case "eval_duration":
                EvalMs ??= number / 1_000_000;
                break;
            case "tokens_in" or "prompt_eval_count":
                TokensIn ??= number;
                break;
            case "tokens_out" or "eval_count":
                TokensOut ??= number;
                break;
            case "tps":
                TokensPerSecond ??= number;
                break;
            default:
                break;
        }
    }
}
