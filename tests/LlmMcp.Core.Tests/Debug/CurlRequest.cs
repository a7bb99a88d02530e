using System.Text;
using System.Text.RegularExpressions;

namespace LlmMcp.Core.Tests.Debug;

/// <summary>Sends what a curl line of <c>/v1/debug/actions</c> would send.</summary>
internal static partial class CurlRequest
{
    public static HttpRequestMessage Parse(string line)
    {
        var match = Curl().Match(line);
        Assert.True(match.Success, line);
        var body = match.Groups["body"].Value.Replace(@"'\''", "'", StringComparison.Ordinal);
        var method = match.Groups["method"] is { Success: true } named ? named.Value : match.Groups["body"].Success ? "POST" : "GET";
        return new HttpRequestMessage(new HttpMethod(method), match.Groups["url"].Value)
        {
            Content = match.Groups["body"].Success ? new StringContent(body, Encoding.UTF8, "application/json") : null,
        };
    }

    [GeneratedRegex("""^curl -s( -X (?<method>[A-Z]+))?( -H "[^"]+")? '(?<url>[^']+)'( -H 'content-type: application/json' -d '(?<body>.+)')?$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Curl();
}
