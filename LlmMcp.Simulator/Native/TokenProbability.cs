using System.Text;

namespace LlmMcp.Simulator.Native;

/// <param name="Token">The token's text.</param>
/// <param name="Logprob">Natural logarithm of its probability.</param>
/// <param name="Bytes">Its UTF-8 bytes as numbers; left out for an empty token.</param>
/// <param name="TopLogprobs">The likeliest candidates, where asked for.</param>
internal sealed record TokenProbability(string Token, double Logprob, int[]? Bytes, TokenProbability[]? TopLogprobs)
{
    private const double Unlikely = -39.987205505371094;

    /// <summary>A simulated model is sure of each word; the other candidates are empty, as those of a scripted model are.</summary>
    public static TokenProbability Of(string token, int candidates)
    {
        int[] bytes = [.. Encoding.UTF8.GetBytes(token).Select(value => (int)value)];
        TokenProbability[]? top = candidates == 0
            ? null
            : [new(token, 0, bytes, null), .. Enumerable.Repeat(new TokenProbability("", Unlikely, null, null), candidates - 1)];
        return new TokenProbability(token, 0, bytes, top);
    }
}
