using LlmMcp.ServiceDefaults.Access;
using LlmMcp.ServiceDefaults.Environment;
using LlmMcp.ServiceDefaults.Start;
using Microsoft.Extensions.Configuration;

namespace LlmMcp.ServiceDefaults.Health;

/// <summary>
/// <c>PROGRAM --health</c> asks the same program, already running on this machine or in this container, how it is. For health
/// checks that are commands: the images have neither a shell nor curl.
/// </summary>
public static class HealthProbe
{
    /// <summary>The only argument that makes a program ask instead of run.</summary>
    public const string Argument = "--health";

    private const int LongestAnswer = 4_096;

    /// <summary>Shorter than the time-outs of the compose file and the manifests, so that the answer says what was wrong.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>True when the program is to ask and to end with the exit code of the answer.</summary>
    public static bool IsAsked(IReadOnlyList<string> arguments) => arguments is [Argument];

    /// <summary>
    /// Asks, and returns the exit code of the answer. Settings that cannot be read let no program run, so they are one more way
    /// not to be well: they are told, a line each, and the exit code is 1; health checks know no other.
    /// </summary>
    /// <param name="ask">Asks, given the settings the running program sees too: the environment, its flat variables included.</param>
    /// <param name="output">Gets what is wrong with the settings.</param>
    /// <param name="environment">The variables; the process's own when null.</param>
    public static async Task<int> RunAsync(Func<IConfiguration, Task<int>> ask, TextWriter output, IReadOnlyDictionary<string, string>? environment = null)
    {
        try
        {
            return await ask(new ConfigurationBuilder().AddEnvironmentVariables().AddEnvironmentAliases(environment).Build());
        }
        catch (Exception exception) when (SettingsMistakes.In(exception) is { Count: > 0 } mistakes)
        {
            await output.WriteLineAsync(string.Join(System.Environment.NewLine, mistakes));
            return 1;
        }
    }

    /// <summary>Where the health page of a program is found that listens on <paramref name="listenAddress"/>.</summary>
    /// <param name="listenAddress">As in <c>CORE_HTTP_ADDR</c>: <c>:8080</c>, <c>0.0.0.0:8080</c>, <c>[::1]:8080</c>, <c>localhost:8080</c> or a URL.</param>
    /// <param name="path">Such as <c>/health/ready</c>.</param>
    /// <exception cref="InvalidConfigurationException">The address is none.</exception>
    public static Uri PageOf(string listenAddress, string path)
    {
        var text = listenAddress.Trim();
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var authority = (scheme < 0 ? text : text[(scheme + 3)..]).TrimEnd('/');
        var colon = authority.LastIndexOf(':');
        var host = colon < 0 ? authority : authority[..colon];
        // Whoever listens everywhere listens on loopback too.
        var reached = host is "" or "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : host;
        return Uri.TryCreate($"{(scheme < 0 ? "http" : text[..scheme])}://{reached}{(colon < 0 ? "" : authority[colon..])}{path}", UriKind.Absolute, out var page)
            ? page
            : throw new InvalidConfigurationException([$"\"{listenAddress}\" is no address to listen at; expected {ListenAddress.Forms}."]);
    }

    /// <summary>Asks, writes the answer to <paramref name="output"/> and returns the exit code: 0 when it is a success, else 1.</summary>
    /// <param name="page">The health page.</param>
    /// <param name="key">Shown as <c>X-API-Key</c> when not empty.</param>
    /// <param name="output">Gets the answer's first 4,096 bytes, or why there is none.</param>
    public static async Task<int> AskAsync(Uri page, string? key, TextWriter output)
    {
        // A proxy has no business between a program and itself, and a redirect would carry the key to wherever it points.
        using var network = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var http = new HttpClient(network) { Timeout = Patience, MaxResponseContentBufferSize = LongestAnswer };
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        if (!string.IsNullOrEmpty(key))
        {
            request.Headers.TryAddWithoutValidation("X-API-Key", key);
        }

        try
        {
            using var response = await http.SendAsync(request);
            await output.WriteLineAsync($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            await output.WriteLineAsync($"{page} does not answer: {exception.Message}");
            return 1;
        }
    }
}
