namespace LlmMcp.Cli.Terminals;

/// <summary>A column of a list.</summary>
/// <typeparam name="T">What a row shows.</typeparam>
/// <param name="Heading">In lower case.</param>
/// <param name="Widest">Most characters on a screen; more are cut.</param>
/// <param name="Text">The cell, as others wrote it; null or empty where nothing is known.</param>
internal sealed record Column<T>(string Heading, int Widest, Func<T, string?> Text)
{
    /// <summary>Color of the cell, such as <c>green</c>; null for the usual one.</summary>
    public Func<T, string?> Color { get; init; } = static _ => null;

    /// <summary>Numbers stand under one another.</summary>
    public bool Right { get; init; }
}
