using System.Text.Json.Nodes;

namespace LlmMcp.Worker.Results;

/// <summary>A finished chat or generate answer, whoever gave it.</summary>
/// <param name="Response">The answer for the reader.</param>
/// <param name="Thinking">The chain of thought; empty when there is none or none was wanted.</param>
/// <param name="Model">The model that answered; never blank.</param>
/// <param name="TokensIn">Tokens of the prompt, as the server counted them.</param>
/// <param name="TokensOut">Tokens of the answer.</param>
/// <param name="Data">The server's answer as a non-streamed one would be.</param>
internal sealed record ChatAnswer(string Response, string Thinking, string Model, long TokensIn, long TokensOut, JsonObject Data);
