using System.Net;
using LlmMcp.ServiceDefaults.Resilience;
using LlmMcp.Testing;

namespace LlmMcp.ServiceDefaults.Tests.Resilience;

public sealed class SafeRetriesTests
{
    private static readonly Uri Anywhere = new("http://core/x");

    [Theory]
    [InlineData("GET", 1 + SafeRetries.Most)]
    [InlineData("HEAD", 1 + SafeRetries.Most)]
    [InlineData("POST", 1)]
    [InlineData("PUT", 1)]
    [InlineData("DELETE", 1)]
    public async Task Only_what_changes_nothing_is_sent_again(string method, int expected)
    {
        var server = new Scripted(static _ => throw new HttpRequestException(HttpRequestError.ConnectionError));

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(server, new HttpMethod(method)));

        Assert.Equal(expected, server.Calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, 2)]
    [InlineData(HttpStatusCode.BadGateway, 2)]
    [InlineData(HttpStatusCode.InternalServerError, 1)]
    [InlineData(HttpStatusCode.NotFound, 1)]
    [InlineData(HttpStatusCode.TooManyRequests, 1)]
    public async Task A_server_that_stops_or_starts_is_asked_again_and_a_refusal_is_taken(HttpStatusCode first, int expected)
    {
        var server = new Scripted(call => call == 1 ? first : HttpStatusCode.OK);

        using var answer = await SendAsync(server, HttpMethod.Get);

        Assert.Equal(expected, server.Calls);
    }

    [Fact]
    public async Task The_last_answer_is_the_callers_when_none_was_better()
    {
        var server = new Scripted(static _ => HttpStatusCode.ServiceUnavailable);

        using var answer = await SendAsync(server, HttpMethod.Get);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 1 + SafeRetries.Most), (answer.StatusCode, server.Calls));
    }

    private static async Task<HttpResponseMessage> SendAsync(Scripted server, HttpMethod method)
    {
        var time = new FakeTimeProvider();
        using var http = new HttpClient(new SafeRetries(server, time));
        using var request = new HttpRequestMessage(method, Anywhere);
        var answer = http.SendAsync(request);
        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await answer;
    }

    private sealed class Scripted(Func<int, HttpStatusCode> answer) : HttpMessageHandler
    {
        public int Calls { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(answer(++Calls)));
    }
}
