namespace LlmMcp.Worker.Session;

/// <summary>Reads the addresses people share between processes: <c>host:port</c>, <c>:port</c> or a URL.</summary>
internal static class DialAddress
{
    /// <summary>
    /// The address to call; one to listen on everywhere (<c>0.0.0.0</c>, <c>[::]</c>) is this machine when it is called. Null
    /// when the text is no address.
    /// </summary>
    public static Uri? Parse(string text) =>
        Read(text) is { Host: "0.0.0.0" or "[::]" } everywhere ? new UriBuilder(everywhere) { Host = "127.0.0.1" }.Uri : Read(text);

    private static Uri? Read(string text)
    {
        text = text.Trim();
        if (text.StartsWith(':'))
        {
            text = "127.0.0.1" + text;
        }

        if (!text.Contains("://", StringComparison.Ordinal))
        {
            text = "http://" + text;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0 ? url : null;
    }
}
