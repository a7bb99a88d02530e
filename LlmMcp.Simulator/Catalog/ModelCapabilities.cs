namespace LlmMcp.Simulator.Catalog;

/// <summary>What a model can do, in the words of <c>/api/show</c>.</summary>
[Flags]
public enum ModelCapabilities
{
    /// <summary>Nothing: every request is refused.</summary>
    None = 0,

    /// <summary>Writes text (<c>/api/generate</c>, <c>/api/chat</c>).</summary>
    Completion = 1,

    /// <summary>Calls tools that a chat request offers.</summary>
    Tools = 2,

    /// <summary>Thinks before it answers, unless <c>think:false</c>.</summary>
    Thinking = 4,

    /// <summary>Reads images.</summary>
    Vision = 8,

    /// <summary>Fills a gap between a prompt and a suffix.</summary>
    Insert = 16,

    /// <summary>Turns text into vectors (<c>/api/embed</c>); such a model does nothing else.</summary>
    Embedding = 32,
}
