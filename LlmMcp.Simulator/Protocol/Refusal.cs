namespace LlmMcp.Simulator.Protocol;

/// <summary>
/// A request that is answered with an error. Thrown where the reason is found and turned into a body by
/// <see cref="RefusalWriter"/> alone, because each of the three API families words the same reason differently.
/// </summary>
internal sealed class Refusal(int status, string text) : Exception(text)
{
    public int Status { get; } = status;

    /// <summary>Ollama's middleware states a charset, its stream writers and /v1 handlers do not.</summary>
    public bool WithoutCharset { get; init; }

    /// <summary>Found before the /v1 handler ran, so even there the charset is stated.</summary>
    public bool BeforeHandler { get; init; }

    public static Refusal BadRequest(string text) => new(StatusCodes.Status400BadRequest, text);

    public static Refusal NotFound(string text) => new(StatusCodes.Status404NotFound, text);

    public static Refusal Failed(string text) => new(StatusCodes.Status500InternalServerError, text);

    public static Refusal Busy() =>
        new(StatusCodes.Status503ServiceUnavailable, "server busy, please try again.  maximum pending requests exceeded");
}
