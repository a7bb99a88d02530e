using System.Security.Cryptography;
using System.Text;

namespace LlmMcp.ServiceDefaults.Access;

/// <summary><c>INTERNAL_API_KEY</c>: what a good one is, and whether a caller shows it.</summary>
public sealed class InternalKey
{
    /// <summary>Fewest characters of a key.</summary>
    public const int ShortestKey = 16;

    // Defaults of older compose files. Whoever knows those files knows these keys.
    private static readonly string[] KnownKeys = ["dev-internal-key", "change_me"];

    private readonly byte[]? hash;

    /// <param name="key">The key; empty for none, which nobody can show.</param>
    public InternalKey(string key) => hash = key.Length > 0 ? Hash(key) : null;

    /// <summary>True when there is a key to show.</summary>
    public bool IsSet => hash is not null;

    /// <summary>True when <paramref name="presented"/> is the key.</summary>
    public bool IsShownBy(string? presented) =>
        // Hashes have one length, so the comparison tells nothing about the key's, and takes the same time for every wrong one.
        hash is not null && !string.IsNullOrEmpty(presented) && CryptographicOperations.FixedTimeEquals(Hash(presented), hash);

    /// <summary>Everything that is wrong with a key, a sentence each; nothing when it is empty. The key itself is never repeated.</summary>
    /// <param name="key">The key.</param>
    /// <param name="setting">The setting as sentences name it, such as <c>INTERNAL_API_KEY (Access:InternalKey)</c>.</param>
    public static IEnumerable<string> Mistakes(string key, string setting)
    {
        if (key.Length == 0)
        {
            yield break;
        }

        if (KnownKeys.Any(known => key.Contains(known, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"{setting} is a well-known default. Make one of your own, e.g. with: openssl rand -hex 24";
        }
        else if (key.Length < ShortestKey)
        {
            yield return $"{setting} has {key.Length} characters; {ShortestKey} are the least. Make one, e.g. with: openssl rand -hex 24";
        }

        if (key.Any(static character => character is <= ' ' or > '~'))
        {
            yield return $"{setting} contains a space or a character outside ASCII, which a header cannot carry.";
        }
    }

    /// <summary>What is wrong with listening at <paramref name="address"/>, or null: it cannot be read, or others reach it and there is no key.</summary>
    /// <param name="address">As the setting has it.</param>
    /// <param name="setting">The setting as the sentence names it, such as <c>CORE_HTTP_ADDR (Core:HttpAddress)</c>.</param>
    /// <param name="key">The key; empty for none.</param>
    public static string? ListeningMistake(string address, string setting, string key) =>
        !ListenAddress.TryParse(address, out var parsed)
            ? $"{setting} is \"{address}\"; expected {ListenAddress.Forms}."
            : !parsed.IsLoopback && key.Length == 0
                ? $"{setting} is \"{address}\", which other machines reach, and there is no key. Set INTERNAL_API_KEY ({ShortestKey} characters at least), or listen on 127.0.0.1:{parsed.Port}."
                : null;

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
