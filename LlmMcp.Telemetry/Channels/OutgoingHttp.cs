using System.Net;
using System.Text.Json;

namespace LlmMcp.Telemetry.Channels;

/// <summary>Calls of the world outside. Neither logs nor traces them: the address itself may be a secret.</summary>
internal static class OutgoingHttp
{
    private const int MostBytes = 1024 * 1024;

    public static HttpClient Create(TimeSpan timeout) => new(new SocketsHttpHandler
    {
        // Without it no activity is made, whose address would carry a bot's token into every trace.
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = timeout,
        MaxResponseContentBufferSize = MostBytes,
    };

    /// <summary>Posts, and answers what came of it in words that name no address.</summary>
    public static async Task<HttpAnswer> PostAsync(HttpClient http, string url, HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.PostAsync(url, content, cancellationToken);
            return new HttpAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), "", false)
            {
                RetryAfter = response.Headers.RetryAfter?.Delta,
            };
        }
        catch (HttpRequestException exception)
        {
            // Before a connection there is nothing that could have arrived.
            var unsent = exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
            return new HttpAnswer(null, "", unsent ? "no connection" : "the connection broke", !unsent);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HttpAnswer(null, "", "no answer in time", true);
        }
    }
}

/// <summary>What came of a call.</summary>
/// <param name="Status">Null when there was no answer.</param>
/// <param name="Body">Of the answer.</param>
/// <param name="Reason">Why there was none.</param>
/// <param name="Unsure">Whether the call may have arrived all the same.</param>
internal sealed record HttpAnswer(HttpStatusCode? Status, string Body, string Reason, bool Unsure)
{
    public TimeSpan? RetryAfter { get; init; }

    public bool IsSuccess => (int?)Status is >= 200 and < 300;

    /// <summary>The answer as JSON; an undefined element when it is none.</summary>
    public JsonElement Json()
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(Body);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

/// <summary>Reads answers whose form nobody guarantees.</summary>
internal static class JsonLookup
{
    /// <summary>The value below these keys; an undefined element when there is none.</summary>
    public static JsonElement Below(this JsonElement element, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element))
            {
                return default;
            }
        }

        return element;
    }

    /// <summary>A text or a number as text; null for anything else.</summary>
    public static string? AsText(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };

    /// <summary>Seconds of 0 to a day; null for anything else.</summary>
    public static TimeSpan? AsSeconds(this JsonElement element) =>
        double.TryParse(element.AsText(), out var seconds) && seconds is >= 0 and <= 86_400 ? TimeSpan.FromSeconds(seconds) : null;
}
