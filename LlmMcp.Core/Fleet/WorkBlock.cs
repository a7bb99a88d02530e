using LlmMcp.Contracts;

namespace LlmMcp.Core.Fleet;

/// <summary>
/// What a job may run on: the scheduler's unit, stored with the job as text. Jobs of one block are interchangeable as far as
/// slots are concerned, so the scheduler's cost grows with blocks, not with jobs.
/// </summary>
/// <param name="Kind">The job's kind.</param>
/// <param name="Model">The model, or empty where the node's default or none at all is meant.</param>
/// <param name="DeviceId">The one device allowed, or empty for any that has the model.</param>
internal readonly record struct WorkBlock(string Kind, string Model = "", string DeviceId = "")
{
    private const char Separator = '|';

    /// <summary>True when a claim of this block takes a device slot.</summary>
    public bool NeedsSlot => JobKinds.CallsModel(Kind);

    /// <summary>The stored form: <c>kind</c>, or <c>kind|model|device</c> with <c>|</c> and <c>%</c> escaped.</summary>
    public override string ToString() =>
        Model.Length == 0 && DeviceId.Length == 0 ? Escape(Kind) : $"{Escape(Kind)}{Separator}{Escape(Model)}{Separator}{Escape(DeviceId)}";

    /// <summary>Reads the stored form.</summary>
    public static WorkBlock Parse(string text)
    {
        var parts = text.Split(Separator);
        return new WorkBlock(Unescape(parts[0]), parts.Length > 1 ? Unescape(parts[1]) : "", parts.Length > 2 ? Unescape(parts[2]) : "");
    }

    private static string Escape(string part) =>
        part.AsSpan().IndexOfAny('|', '%') < 0 ? part : part.Replace("%", "%25", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal);

    private static string Unescape(string part) =>
        part.Contains('%', StringComparison.Ordinal)
            ? part.Replace("%7C", "|", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal)
            : part;
}
