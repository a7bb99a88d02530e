using System.Globalization;
using System.Text.Json;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Ask;

/// <summary>What is known about an answer beside its text. Null where nobody said.</summary>
internal sealed record AskFacts
{
    public string? Model { get; init; }

    public string? Provider { get; init; }

    public string? Device { get; init; }

    public long? TokensIn { get; init; }

    public long? TokensOut { get; init; }

    public double? TokensPerSecond { get; init; }

    /// <summary>From sending the request to the first piece of text, thoughts included; null when nothing was streamed.</summary>
    public TimeSpan? FirstToken { get; init; }

    public TimeSpan Total { get; init; }

    /// <summary>As Core writes it, such as <c>0.00012$</c>.</summary>
    public string? Cost { get; init; }

    public static AskFacts Of(Job job, TimeSpan? firstToken, TimeSpan total)
    {
        var result = job.Result ?? default;
        var tokensOut = result.Whole("tokens_out");
        return new AskFacts
        {
            Model = result.Text("model") ?? job.Payload?.Text("model"),
            Provider = result.Text("provider"),
            Device = job.DeviceId,
            TokensIn = result.Whole("tokens_in"),
            TokensOut = tokensOut,
            TokensPerSecond = Speed(result, tokensOut, firstToken, total),
            FirstToken = firstToken,
            Total = total,
            Cost = result.Text("cost"),
        };
    }

    /// <summary>The parts of the summary line, in reading order, unknown ones left out.</summary>
    public IEnumerable<string> Parts()
    {
        if (Model is not null)
        {
            yield return Model;
        }

        if ((Device ?? Provider) is { } place)
        {
            yield return place;
        }

        if (TokensIn is not null || TokensOut is not null)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{TokensIn ?? 0} in, {TokensOut ?? 0} out");
        }

        if (TokensPerSecond is { } speed)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{speed:0.#} tok/s");
        }

        if (FirstToken is { } first)
        {
            yield return $"first token {Seconds(first)}";
        }

        yield return $"{Seconds(Total)} in all";
        if (Cost is not null)
        {
            yield return Cost;
        }
    }

    /// <summary>The model server's own measure if it gave one; else tokens over the time in which they came.</summary>
    private static double? Speed(JsonElement result, long? tokensOut, TimeSpan? firstToken, TimeSpan total)
    {
        var data = result.Member("data") ?? default;
        if (data.Whole("eval_count") is > 0 and var count && data.Whole("eval_duration") is > 0 and var nanoseconds)
        {
            return Math.Round(count / (nanoseconds / 1e9), 1);
        }

        var writing = (total - (firstToken ?? TimeSpan.Zero)).TotalSeconds;
        return tokensOut is > 1 && firstToken is not null && writing > 0.001 ? Math.Round(tokensOut.Value / writing, 1) : null;
    }

    private static string Seconds(TimeSpan time) =>
        time.TotalSeconds.ToString(time.TotalSeconds < 10 ? "0.00 s" : "0.0 s", CultureInfo.InvariantCulture);
}
