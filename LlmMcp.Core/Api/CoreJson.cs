using System.Text.Json;

namespace LlmMcp.Core.Api;

/// <summary>How Core reads and writes JSON on every surface of its own.</summary>
internal static class CoreJson
{
    /// <summary>Levels of nesting a body or a payload may have.</summary>
    public const int MaxDepth = 64;

    /// <summary>snake_case; keys are matched whatever their case and unknown ones ignored, as in the deployed system.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            PropertyNameCaseInsensitive = true,
            MaxDepth = MaxDepth,
            TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}
