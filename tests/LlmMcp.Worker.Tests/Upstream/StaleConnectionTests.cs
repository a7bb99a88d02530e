using System.Net;
using System.Net.Sockets;
using System.Text;
using LlmMcp.Contracts;
using LlmMcp.Worker.Tests.Fakes;

namespace LlmMcp.Worker.Tests.Upstream;

public class StaleConnectionTests
{
    private const string Answer = """{"model":"m","response":"ok","done":true}""";
    private const string CloudAnswer = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1]}],"model":"m","usage":{"prompt_tokens":1,"total_tokens":1}}""";

    [Fact]
    public async Task A_dead_pooled_connection_costs_no_attempt()
    {
        // Answers one request on each connection, then drops the second one without a word, as a restarted server does.
        using var server = new DroppingServer(answersPerConnection: 1);
        await using var bench = new ExecutorBench();
        await bench.ResultAsync(JobKinds.OllamaGenerate, "{}", server.Url);
        await bench.ResultAsync(JobKinds.OllamaGenerate, "{}", server.Url);
        Assert.Equal(2, server.Connections);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task A_request_to_a_cloud_provider_is_never_repeated()
    {
        using var server = new DroppingServer(answersPerConnection: 1, CloudAnswer);
        await using var bench = new ExecutorBench(("Worker:OpenAi:ApiKey", "k"), ("Worker:OpenAi:BaseUrl", $"{server.Url}/v1"));
        await bench.ResultAsync(JobKinds.OpenAiEmbed, """{"model":"m","prompt":"p"}""");
        var failure = await bench.FailureAsync(JobKinds.OpenAiEmbed, """{"model":"m","prompt":"p"}""");
        Assert.Equal(ErrorClass.Unreachable, failure.ErrorClass);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task A_fresh_connection_that_breaks_is_the_servers_failure()
    {
        using var server = new DroppingServer(answersPerConnection: 0);
        await using var bench = new ExecutorBench();
        var failure = await bench.FailureAsync(JobKinds.OllamaGenerate, "{}", server.Url);
        Assert.Equal(ErrorClass.Unreachable, failure.ErrorClass);
        Assert.Equal(1, server.Requests);
    }

    private sealed class DroppingServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly int _answersPerConnection;
        private readonly string _answer;
        private int _connections;
        private int _requests;

        public DroppingServer(int answersPerConnection, string answer = Answer)
        {
            _answer = answer;
            _answersPerConnection = answersPerConnection;
            _listener.Start();
            _ = AcceptAsync();
        }

        public string Url => $"http://{_listener.LocalEndpoint}";

        public int Connections => Volatile.Read(ref _connections);

        public int Requests => Volatile.Read(ref _requests);

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            while (true)
            {
                TcpClient client;
                try
                {
                    client = await _listener.AcceptTcpClientAsync();
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    return;
                }

                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client);
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using var owned = client;
            var stream = client.GetStream();
            var buffer = new byte[64 << 10];
            for (var answered = 0; ; answered++)
            {
                // The bodies here are tiny: a request is whole when its last byte, "}", has come.
                var text = "";
                while (!text.EndsWith('}'))
                {
                    var read = await stream.ReadAsync(buffer);
                    if (read == 0)
                    {
                        return;
                    }

                    text += Encoding.ASCII.GetString(buffer, 0, read);
                }

                Interlocked.Increment(ref _requests);
                if (answered >= _answersPerConnection)
                {
                    return;
                }

                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {_answer.Length}\r\n\r\n{_answer}"));
            }
        }
    }
}
