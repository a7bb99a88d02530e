using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    private static readonly SearchValues<char> _keyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");

    /// <summary>One key with its value.</summary>
    public sealed class Entry
    {
        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <summary>Text under a key that does not end with <see cref="BinaryHeaderSuffix"/>.</summary>
        /// <exception cref="ArgumentException">
        /// The key has a character outside a-z 0-9 _ - . or the value one outside printable ASCII: neither can travel.
        /// </exception>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = NormalizeKey(key);
            if (IsBinary)
            {
                throw new ArgumentException($"The value of '{Key}' must be bytes because of its ending.", nameof(key));
            }

            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw new ArgumentException($"The value of '{Key}' has a character outside printable ASCII; use a key ending with {BinaryHeaderSuffix}.", nameof(value));
            }

            _text = value;
        }

        /// <summary>Bytes under a key that ends with <see cref="BinaryHeaderSuffix"/>.</summary>
        /// <exception cref="ArgumentException">The key has another ending or a character that cannot travel.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = NormalizeKey(key);
            if (!IsBinary)
            {
                throw new ArgumentException($"The key of bytes must end with {BinaryHeaderSuffix}.", nameof(key));
            }

            _bytes = valueBytes;
        }

        private Entry(string key, string? text, byte[]? bytes)
        {
            Key = key;
            _text = text;
            _bytes = bytes;
        }

        /// <summary>Lower case.</summary>
        public string Key { get; }

        /// <summary>Whether the value is bytes.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry is binary.</exception>
        public string Value => _text ?? throw new InvalidOperationException($"'{Key}' carries bytes, not text.");

        /// <summary>The bytes, or the text as bytes.</summary>
        public byte[] ValueBytes => _bytes ?? Encoding.ASCII.GetBytes(_text!);

        /// <inheritdoc/>
        public override string ToString() => IsBinary ? $"[Entry: key={Key}, {_bytes!.Length} bytes]" : $"[Entry: key={Key}, value={_text}]";

        // What arrives is shown as it came, also where we would refuse to send it: a peer's odd header must not end a call.
        internal static Entry Received(string key, string value) => new(key, value, null);

        internal static Entry Received(string key, byte[] value) => new(key, null, value);

        private static string NormalizeKey(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            var lower = key.ToLowerInvariant();
            return lower.AsSpan().ContainsAnyExcept(_keyCharacters)
                ? throw new ArgumentException($"The metadata key '{key}' has a character outside a-z 0-9 _ - .", nameof(key))
                : lower;
        }
    }
}
