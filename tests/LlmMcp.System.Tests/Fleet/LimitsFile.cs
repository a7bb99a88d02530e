using System.Text.Json;

namespace LlmMcp.SystemTests.Fleet;

/// <summary>Limits of one device as the file states them; null and empty mean none.</summary>
internal sealed record Limits(string[]? DenyModels = null, string[]? AllowModels = null, double? MaxParamsB = null, int? MaxConcurrency = null)
{
    /// <summary>What the limits say to a model, worked out here and not by the system under test.</summary>
    public bool Forbid(string model, double billions) =>
        DenyModels?.Contains(model) == true
        || (AllowModels is { Length: > 0 } allowed && !allowed.Contains(model))
        || billions > MaxParamsB;
}

/// <summary>The operator's file of device limits, and what it said when.</summary>
internal sealed class LimitsFile : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly List<Version> versions = [];
    private readonly string directory = Directory.CreateTempSubdirectory("llm-mcp-limits-").FullName;

    public LimitsFile() => Write(new Dictionary<string, Limits>());

    public string Path => System.IO.Path.Combine(directory, "limits.json");

    /// <summary>Everything it ever said, oldest first.</summary>
    public IReadOnlyList<Version> Versions => versions;

    /// <summary>Replaces all limits, as an editor does: the new file takes the old one's place in one step.</summary>
    public void Write(IReadOnlyDictionary<string, Limits> limits)
    {
        var fresh = Path + ".new";
        File.WriteAllText(fresh, JsonSerializer.Serialize(limits, Json));
        // Noted first: a reader may be quicker than this thread.
        versions.Add(new Version(TimeProvider.System.GetUtcNow(), limits));
        File.Move(fresh, Path, overwrite: true);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    /// <summary>What the file said from a moment on.</summary>
    internal sealed record Version(DateTimeOffset From, IReadOnlyDictionary<string, Limits> Limits);
}
