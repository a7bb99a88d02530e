namespace LlmMcp.Simulator.Generation;

/// <summary>Cuts text the way tokenizers do: a leading space belongs to its word, long words fall into pieces.</summary>
internal static class Tokens
{
    private const int LongestWordPiece = 7;
    private const int LongestNumberPiece = 3;

    public static List<string> Split(string text)
    {
        var pieces = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var length = PieceLength(text.AsSpan(start));
            pieces.Add(text.Substring(start, length));
            start += length;
        }

        return pieces;
    }

    public static int Count(string text)
    {
        var count = 0;
        for (var start = 0; start < text.Length; count++)
        {
            start += PieceLength(text.AsSpan(start));
        }

        return count;
    }

    /// <summary>A number for a piece, the same for the same piece, as <c>context</c> carries them.</summary>
    public static int Id(string piece, int vocabularySize)
    {
        var hash = 2166136261u;
        foreach (var character in piece)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return 3 + (int)(hash % (uint)Math.Max(1, vocabularySize - 3));
    }

    private static int PieceLength(ReadOnlySpan<char> text)
    {
        var start = text[0] == ' ' && text.Length > 1 ? 1 : 0;
        if (char.IsLetter(text[start]))
        {
            return start + Run(text[start..], char.IsLetter, LongestWordPiece);
        }

        if (char.IsAsciiDigit(text[start]))
        {
            return start + Run(text[start..], char.IsAsciiDigit, LongestNumberPiece);
        }

        return start + (char.IsHighSurrogate(text[start]) && start + 1 < text.Length ? 2 : 1);
    }

    private static int Run(ReadOnlySpan<char> text, Func<char, bool> belongs, int longest)
    {
        var length = 1;
        while (length < text.Length && length < longest && belongs(text[length]))
        {
            length++;
        }

        return length;
    }
}
