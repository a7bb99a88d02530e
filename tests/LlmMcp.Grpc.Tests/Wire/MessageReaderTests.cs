using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Wire;
using LlmMcp.Grpc.Tests.Hosting;
using LlmMcp.Grpc.Tests.Probing;

namespace LlmMcp.Grpc.Tests.Wire;

public sealed class MessageReaderTests
{
    private static readonly Marshaller<ProbeRequest> _marshaller = new(
        (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => ProbeRequest.Parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    [Fact]
    public async Task Messages_are_found_however_the_bytes_are_cut()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var sent = Enumerable.Range(0, 5).Select(_ => new ProbeRequest { Text = new string('m', random.Next(300)) }).ToArray();
            var bytes = sent.SelectMany(message => RawCall.Frame(message.ToByteArray())).ToArray();
            var pipe = new Pipe();
            var reader = new MessageReader<ProbeRequest>(pipe.Reader, _marshaller, 1000, null);
            var reading = ReadAllAsync(reader);
            for (var position = 0; position < bytes.Length;)
            {
                var piece = Math.Min(random.Next(1, 40), bytes.Length - position);
                await pipe.Writer.WriteAsync(bytes.AsMemory(position, piece));
                position += piece;
            }

            await pipe.Writer.CompleteAsync();
            Assert.Equal(sent, await reading);
        }
    }

    [Fact]
    public async Task Random_bytes_end_in_messages_or_a_status_and_never_in_anything_else()
    {
        var random = new Random(12);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            if (bytes.Length > 4 && random.Next(2) == 0)
            {
                // Otherwise hardly any frame would get past its flag and its length.
                bytes[0] = (byte)random.Next(3);
                bytes[1] = bytes[2] = bytes[3] = 0;
            }

            var reader = new MessageReader<ProbeRequest>(PipeReader.Create(new ReadOnlySequence<byte>(bytes)), _marshaller, 1000, "gzip");
            try
            {
                await ReadAllAsync(reader);
            }
            catch (RpcException exception)
            {
                Assert.Contains(exception.StatusCode, new[] { StatusCode.Internal, StatusCode.ResourceExhausted });
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_writer_writes_the_reader_reads(bool announcesLength)
    {
        var marshaller = announcesLength ? _marshaller : Marshallers.Create(message => message.ToByteArray(), ProbeRequest.Parser.ParseFrom);
        foreach (var compression in new CompressionLevel?[] { null, CompressionLevel.Fastest })
        {
            var pipe = new Pipe();
            var writer = new MessageWriter<ProbeRequest>(pipe.Writer, marshaller, null, compression);
            writer.Buffer(new ProbeRequest { Text = "one" }, null);
            writer.Buffer(new ProbeRequest(), new WriteOptions(WriteFlags.NoCompress));
            await pipe.Writer.CompleteAsync();
            var read = await ReadAllAsync(new MessageReader<ProbeRequest>(pipe.Reader, marshaller, null, "gzip"));
            Assert.Equal([new ProbeRequest { Text = "one" }, new ProbeRequest()], read);
        }
    }

    [Fact]
    public async Task A_writer_that_only_hints_is_flushed_before_its_buffer_grows_large()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var writer = new MessageWriter<ProbeRequest>(pipe.Writer, _marshaller, null, null);
        var message = new ProbeRequest { Text = new string('x', 1000) };
        for (var i = 0; i < 200; i++)
        {
            Assert.True(await writer.WriteAsync(message, new WriteOptions(WriteFlags.BufferHint), CancellationToken.None));
            Assert.InRange(pipe.Writer.UnflushedBytes, 0, 64 * 1024);
        }

        Assert.True(pipe.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_stream_of_buffered_messages_costs_nothing_beyond_the_messages()
    {
        const int Count = 10_000;
        var output = new ArrayBufferWriter<byte>(Count * 16);
        var frames = new FrameWriter(output, null, null);
        var message = new ProbeRequest { Count = 7 };
        frames.Write(_marshaller, message, compress: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < Count; i++)
        {
            frames.Write(_marshaller, message, compress: true);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        var reader = new MessageReader<ProbeRequest>(PipeReader.Create(new ReadOnlySequence<byte>(output.WrittenMemory)), _marshaller, null, null);
        await reader.ReadAsync(CancellationToken.None);
        before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < Count; i++)
        {
            // Never suspends, so this stays on the thread whose allocations are counted.
            Assert.NotNull(await reader.ReadAsync(CancellationToken.None));
        }

        var perMessage = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count;
        Assert.InRange(perMessage, 1, 120);
    }

    [Fact]
    public void A_bomb_costs_no_more_than_the_limit()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(new byte[100 * 1024 * 1024]);
        }

        var payload = new ReadOnlySequence<byte>(packed.ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<RpcException>(() => GzipPayload.Decompress(payload, 1024 * 1024)).StatusCode);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * 1024 * 1024);
    }

    private static async Task<List<ProbeRequest>> ReadAllAsync(MessageReader<ProbeRequest> reader)
    {
        var messages = new List<ProbeRequest>();
        while (await reader.ReadAsync(CancellationToken.None) is { } message)
        {
            messages.Add(message);
        }

        return messages;
    }
}
