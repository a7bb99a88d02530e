using System.Text;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet.Limits;

/// <summary>The limits in this Core's settings. The file is read anew in its interval; the JSON of the setting never changes.</summary>
internal sealed class LimitSettings(IOptions<LimitOptions> options, TimeProvider time, ILogger<LimitSettings> logger)
{
    private const int MostBytes = 1024 * 1024;
    private const string JsonName = "DEVICE_LIMITS_JSON";
    private const string FileName = "DEVICE_LIMITS_FILE";

    private LimitDocument current = LimitDocument.Empty;
    private long? readAt;

    /// <summary>What they say now. Not for two callers at once: whoever writes limits holds the fleet's lock.</summary>
    public async Task<LimitDocument> ReadAsync(CancellationToken cancellationToken)
    {
        if (readAt is { } last && time.GetElapsedTime(last) < TimeSpan.FromSeconds(options.Value.IntervalSeconds))
        {
            return current;
        }

        var next = await LoadAsync(options.Value, cancellationToken);
        foreach (var mistake in next.Mistakes.Except(current.Mistakes))
        {
            LimitLog.Mistake(logger, mistake);
        }

        current = next;
        readAt = time.GetTimestamp();
        return current;
    }

    private static async Task<LimitDocument> LoadAsync(LimitOptions options, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(options.DevicesJson))
        {
            return LimitDocument.Parse(options.DevicesJson, JsonName);
        }

        if (string.IsNullOrWhiteSpace(options.DevicesFile))
        {
            return LimitDocument.Empty;
        }

        try
        {
            await using var file = File.OpenRead(options.DevicesFile);
            return await Api.BoundedBody.ReadAsync(file, file.Length, MostBytes, cancellationToken) is { } bytes
                ? LimitDocument.Parse(Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF'), FileName)
                : LimitDocument.Unreadable($"{FileName} is longer than {MostBytes} bytes; nothing of it was applied.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return LimitDocument.Unreadable($"{FileName} cannot be read ({exception.GetType().Name}); nothing of it was applied.");
        }
    }
}
