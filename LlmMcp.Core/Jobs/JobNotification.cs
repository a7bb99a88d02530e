using System.Globalization;
using System.Text;

namespace LlmMcp.Core.Jobs;

/// <summary>
/// The text of a NOTIFY on channel <c>llm_mcp</c>: <c>type|core|body</c>. PostgreSQL allows 8,000 bytes, so a batch of
/// changes is packed into as few messages as possible. A message of a newer Core that cannot be read is ignored: it is a hint.
/// </summary>
internal static class JobNotification
{
    // 32 hex digits, a letter, up to 19 digits and a separator: 150 fit in any case.
    private const int ChangesPerMessage = 130;
    private const int IdsPerMessage = 200;

    public static string Ready(string core) => $"r|{core}|";

    /// <summary>Devices changed in the transaction that sends it. The sender learns by it, too, that the commit has happened.</summary>
    public static string Devices(string core) => $"d|{core}|";

    public static string Followed(string core, Guid job) => $"f|{core}|{job:N}";

    public static IEnumerable<string> Changes(string core, IReadOnlyList<JobChange> changes) =>
        changes.Chunk(ChangesPerMessage).Select(chunk =>
        {
            var text = new StringBuilder("j|").Append(core).Append('|');
            foreach (var change in chunk)
            {
                text.Append(CultureInfo.InvariantCulture, $"{change.Id:N}{JobStatus.ToLetter(change.Status)}{change.ClaimNo},");
            }

            return text.ToString();
        });

    public static IEnumerable<string> Output(string core, IReadOnlyList<Guid> jobs) =>
        jobs.Chunk(IdsPerMessage).Select(chunk => $"o|{core}|{string.Join(',', chunk.Select(id => id.ToString("N")))}");

    /// <summary>Publishes what a message says; of this Core's own, those of jobs are old news and ignored.</summary>
    public static void Dispatch(string message, string self, JobEvents events)
    {
        var parts = message.Split('|', 3);
        if (parts.Length != 3 || (parts[1] == self && parts[0] != "d"))
        {
            return;
        }

        switch (parts[0])
        {
            case "d":
                events.PublishDevicesChanged();
                break;
            case "r":
                events.PublishReady(null);
                break;
            case "j":
                events.PublishChangedElsewhere([.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ReadChange).OfType<JobChange>()]);
                break;
            case "o":
                events.PublishOutputRecorded([.. parts[2].Split(',').Select(text => Guid.TryParseExact(text, "N", out var id) ? id : Guid.Empty)]);
                break;
            case "f" when Guid.TryParseExact(parts[2], "N", out var followed):
                events.PublishFollowedElsewhere(followed);
                break;
            default:
                break;
        }
    }

    private static JobChange? ReadChange(string text) =>
        text.Length > 33
        && Guid.TryParseExact(text.AsSpan(0, 32), "N", out var id)
        && JobStatus.FromLetter(text[32]) is { } status
        && long.TryParse(text.AsSpan(33), NumberStyles.None, CultureInfo.InvariantCulture, out var claimNo)
            ? new JobChange(id, status, claimNo)
            : null;
}
