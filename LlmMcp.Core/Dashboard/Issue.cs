namespace LlmMcp.Core.Dashboard;

/// <summary>Something that is wrong: a sentence, and what it is made of for those who speak another language.</summary>
/// <param name="Code">A stable word for the sentence, one of <see cref="Codes"/>.</param>
/// <param name="Text">The sentence.</param>
/// <param name="Arguments">What is named in it: texts and numbers.</param>
internal sealed record Issue(string Code, string Text, IReadOnlyDictionary<string, object?> Arguments)
{
    /// <summary>All codes.</summary>
    public static readonly IReadOnlyList<string> Codes =
    [
        "host_offline", "host_degraded", "host_unreliable", "queue_stuck", "queue_backlog", "node_resting", "kind_unserved", "models_unsized", "mlx_missing",
        "limits_mistake",
    ];

    /// <summary>An issue with its arguments.</summary>
    public static Issue Of(string code, string text, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        var named = new Dictionary<string, object?>(arguments.Length);
        foreach (var (name, value) in arguments)
        {
            named.Add(name, value);
        }

        return new Issue(code, text, named);
    }
}
