using LlmMcp.Contracts;

namespace LlmMcp.Core.Fleet;

/// <summary>
/// What a job may run on: the scheduler's unit, stored with the job as text. Jobs of one block are interchangeable as far as
/// slots are concerned, so the scheduler's cost grows with blocks, not with jobs.
/// </summary>
/// <param name="Kind">The job's kind.</param>
/// <param name="Model">The model, or empty where the node's default or none at all is meant.</param>
/// <param name="DeviceId">The one device allowed, or empty for any that has the model.</param>
/// <param name="Need">
/// What a job asks for whose kind and model are chosen anew at each claim, in routing's own words; then <paramref name="Kind"/>,
/// <paramref name="Model"/> and <paramref name="DeviceId"/> are empty.
/// </param>
internal readonly record struct WorkBlock(string Kind, string Model = "", string DeviceId = "", string Need = "")
{
    private const char Separator = '|';

    // No kind has a space in it, so nothing else begins like this.
    private const string NeedPrefix = "~ ";

    /// <summary>True when a claim of this block takes a device slot.</summary>
    public bool NeedsSlot => IsLateBound || JobKinds.CallsModel(Kind);

    /// <summary>True when kind, model and device are chosen at each claim.</summary>
    public bool IsLateBound => Need.Length > 0;

    /// <summary>A block whose jobs are bound at each claim.</summary>
    public static WorkBlock LateBound(string need) => new("", Need: need);

    /// <summary>
    /// The stored form: <c>kind</c>, or <c>kind|model|device</c> with <c>|</c> and <c>%</c> escaped, or <c>~ need</c>.
    /// </summary>
    public override string ToString() =>
        IsLateBound ? NeedPrefix + Need
        : Model.Length == 0 && DeviceId.Length == 0 ? Escape(Kind) : $"{Escape(Kind)}{Separator}{Escape(Model)}{Separator}{Escape(DeviceId)}";

    /// <summary>Reads the stored form.</summary>
    public static WorkBlock Parse(string text)
    {
        if (text.StartsWith(NeedPrefix, StringComparison.Ordinal))
        {
            return LateBound(text[NeedPrefix.Length..]);
        }

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
