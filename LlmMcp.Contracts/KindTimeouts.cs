namespace LlmMcp.Contracts;

/// <summary>How long one attempt may take when its job does not say.</summary>
public static class KindTimeouts
{
    /// <summary>The limit of a kind: cloud chat 120 s, embeddings 60 s, everything else 300 s.</summary>
    public static TimeSpan Of(string kind) => kind switch
    {
        JobKinds.OpenAiChat or JobKinds.OpenRouterChat => TimeSpan.FromSeconds(120),
        _ when JobKinds.IsEmbedding(kind) => TimeSpan.FromSeconds(60),
        _ => TimeSpan.FromSeconds(300),
    };
}
