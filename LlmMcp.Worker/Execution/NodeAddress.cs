namespace LlmMcp.Worker.Execution;

/// <summary>A model server's base URL and, where it differs, the Host header it wants.</summary>
public sealed record NodeAddress(Uri BaseUrl, string HostHeader = "")
{
    /// <summary>Reads an http or https URL without user information.</summary>
    /// <returns>Null when the text is anything else.</returns>
    public static NodeAddress? Parse(string url, string hostHeader = "") =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            ? new NodeAddress(uri, hostHeader)
            : null;

    /// <summary>The address of a path below the base, whether or not the base ends with a slash.</summary>
    public Uri At(string path) => new($"{BaseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
}
