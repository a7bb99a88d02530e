using System.Text.Json;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.Top;

/// <summary>What is known at one look.</summary>
/// <param name="Dashboard">What Core said last; null when it never answered.</param>
/// <param name="Failure">Why it did not answer this time; null when it did.</param>
/// <param name="Address">Where Core is.</param>
/// <param name="Zone">The zone of the person who looks.</param>
internal sealed record TopState(JsonElement? Dashboard, CommandFailedException? Failure, string Address, TimeZoneInfo Zone);
