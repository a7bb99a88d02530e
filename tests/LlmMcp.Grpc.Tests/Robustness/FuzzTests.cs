using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using LlmMcp.Grpc.Tests.Hosting;
using LlmMcp.Grpc.Tests.Probing;
using Microsoft.Extensions.DependencyInjection;

namespace LlmMcp.Grpc.Tests.Robustness;

public sealed class FuzzTests
{
    private static readonly string[] _methods = ["Echo", "Collect", "Expand", "Chat", "Nothing"];

    private static readonly StatusCode[] _expected =
        [StatusCode.OK, StatusCode.Internal, StatusCode.ResourceExhausted, StatusCode.Unimplemented];

    [Fact]
    public async Task Four_thousand_broken_bodies_are_answered_with_a_status_and_harm_nothing()
    {
        await using var server = await ProbeServer.StartAsync(options => options.MaxReceiveMessageSize = 100_000);
        await Parallel.ForAsync(0, 4000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (seed, _) =>
        {
            var random = new Random(seed);
            var call = new RawCall(server.Address, _methods[seed % _methods.Length]);
            if (random.Next(3) == 0)
            {
                call.Headers["grpc-encoding"] = "gzip";
            }

            var answer = await call.SendAsync(Body(random));
            Assert.True(answer.Status is { } status && _expected.Contains(status), $"seed {seed}: {answer.Status}");
        });

        await AssertUnharmedAsync(server);
    }

    [Fact]
    public async Task One_thousand_broken_connections_and_resets_harm_nothing()
    {
        var handlers = new HandlerCount();
        await using var server = await ProbeServer.StartAsync(
            options => options.Interceptors.Add<HandlerCount>(), services => services.AddSingleton(handlers));
        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (seed, cancellationToken) =>
        {
            var random = new Random(seed);
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", server.Port, cancellationToken);
            var connection = client.GetStream();
            try
            {
                await connection.WriteAsync(Http2Noise.Connection(random), cancellationToken);
                if (random.Next(2) == 0)
                {
                    // Half of the peers wait for an answer, the others vanish at once, some with a TCP reset.
                    client.Client.Shutdown(SocketShutdown.Send);
                    await connection.CopyToAsync(Stream.Null, cancellationToken);
                }
                else
                {
                    client.LingerState = new LingerOption(enable: true, seconds: 0);
                }
            }
            catch (IOException)
            {
                // The server may close first; that is one of its right answers.
            }
        });

        // Noise that never got as far as a handler would prove nothing about ours.
        Assert.InRange(handlers.Started, 50, int.MaxValue);
        await AssertUnharmedAsync(server);
    }

    [Fact]
    public async Task Streams_given_up_at_random_moments_leave_no_handler_behind()
    {
        await using var server = await ProbeServer.StartAsync();
        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (seed, cancellationToken) =>
        {
            var random = new Random(seed);
            using var call = server.Client.Chat(cancellationToken: cancellationToken);
            for (var i = random.Next(5); i > 0; i--)
            {
                await call.RequestStream.WriteAsync(new ProbeRequest { Blob = ByteString.CopyFrom(new byte[random.Next(50_000)]) }, cancellationToken);
                if (random.Next(2) == 0)
                {
                    Assert.True(await call.ResponseStream.MoveNext(cancellationToken));
                }
            }

            if (random.Next(2) == 0)
            {
                await call.RequestStream.WriteAsync(new ProbeRequest { Action = "hang", Text = $"{seed}" }, cancellationToken);
                call.Dispose();
                if (server.Signals.HasReached($"{seed}"))
                {
                    await server.Signals.WaitCanceledAsync($"{seed}");
                }
            }
        });

        await AssertUnharmedAsync(server);
    }

    private sealed class HandlerCount : Interceptor
    {
        private int _started;

        public int Started => _started;

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            Interlocked.Increment(ref _started);
            return continuation(requestStream, context);
        }

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            Interlocked.Increment(ref _started);
            return continuation(requestStream, responseStream, context);
        }
    }

    private static byte[] Body(Random random)
    {
        var message = new ProbeRequest { Text = "fuzz", Blob = ByteString.CopyFrom(Bytes(random, random.Next(200))) }.ToByteArray();
        switch (random.Next(7))
        {
            case 0: // Anything at all.
                return Bytes(random, random.Next(100));
            case 1: // A true frame cut short.
                return RawCall.Frame(message)[..random.Next(message.Length + 5)];
            case 2: // A length nobody would send.
                return RawCall.Frame(message, length: (uint)random.NextInt64(message.Length + 1, uint.MaxValue));
            case 3: // A flag that does not exist, or that lies.
                return RawCall.Frame(message, flag: (byte)random.Next(1, 256));
            case 4: // A true frame around garbage.
                return RawCall.Frame(Bytes(random, random.Next(300)));
            case 5: // A message with flipped bits.
                message[random.Next(message.Length)] ^= (byte)(1 << random.Next(8));
                return RawCall.Frame(message);
            default: // True frames with garbage behind them.
                return [.. RawCall.Frame(message), .. RawCall.Frame(message), .. Bytes(random, random.Next(20))];
        }
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static async Task AssertUnharmedAsync(ProbeServer server)
    {
        Assert.Equal("alive", (await server.Client.EchoAsync(new ProbeRequest { Text = "alive" })).Text);
        Assert.Empty(server.Log.Errors);
    }
}
