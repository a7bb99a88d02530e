using System.Text;

namespace LlmMcp.McpBridge.ConformanceHost;

/// <summary>The smallest picture and the smallest sound. The library keeps both in their base64 form.</summary>
internal static class Media
{
    /// <summary>A PNG of one pixel.</summary>
    public static ReadOnlyMemory<byte> Png { get; } = Encoding.UTF8.GetBytes(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /// <summary>A WAV of nothing.</summary>
    public static ReadOnlyMemory<byte> Wav { get; } = Encoding.UTF8.GetBytes(
        Convert.ToBase64String([.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0, .. "data"u8, 0, 0, 0, 0]));
}
