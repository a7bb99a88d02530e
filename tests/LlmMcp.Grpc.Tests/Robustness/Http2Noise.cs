using System.Buffers.Binary;
using System.Text;
using LlmMcp.Grpc.Tests.Hosting;

namespace LlmMcp.Grpc.Tests.Robustness;

/// <summary>What a broken or hostile HTTP/2 peer may send: mostly right, so that it gets past the first check.</summary>
internal static class Http2Noise
{
    private const byte Data = 0;
    private const byte HeadersFrame = 1;
    private const byte ResetStream = 3;
    private const byte Settings = 4;
    private const byte WindowUpdate = 8;

    public static byte[] Connection(Random random)
    {
        var bytes = new List<byte>("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        AddFrame(bytes, Settings, 0, 0, []);
        for (var stream = 1; stream < 2 * random.Next(1, 5); stream += 2)
        {
            AddFrame(bytes, HeadersFrame, flags: 4, stream, Head(random));
            for (var frame = random.Next(4); frame > 0; frame--)
            {
                AddNoise(bytes, random, stream);
            }
        }

        // A connection may break in the middle of anything.
        return random.Next(3) == 0 ? [.. bytes.Take(random.Next(bytes.Count))] : [.. bytes];
    }

    private static void AddNoise(List<byte> bytes, Random random, int stream)
    {
        switch (random.Next(6))
        {
            case 0:
                AddFrame(bytes, Data, flags: (byte)random.Next(2), stream, RawCall.Frame(Random(random, 50)));
                break;
            case 1:
                AddFrame(bytes, Data, flags: 0, stream, RawCall.Frame([], length: (uint)random.NextInt64(uint.MaxValue)));
                break;
            case 2:
                AddFrame(bytes, ResetStream, 0, stream, BigEndian((uint)random.Next(14)));
                break;
            case 3:
                AddFrame(bytes, WindowUpdate, 0, stream, BigEndian((uint)random.Next()));
                break;
            case 4:
                AddFrame(bytes, (byte)random.Next(12), (byte)random.Next(256), random.Next(9), Random(random, 40));
                break;
            default:
                bytes.AddRange(Random(random, 30));
                break;
        }
    }

    private static byte[] Head(Random random)
    {
        var head = new List<byte>();
        string[] methods = ["Echo", "Collect", "Expand", "Chat"];
        AddHeader(head, ":method", "POST");
        AddHeader(head, ":scheme", "http");
        AddHeader(head, ":path", $"/llmmcp.grpc.tests.Probe/{methods[random.Next(4)]}");
        AddHeader(head, ":authority", "localhost");
        AddHeader(head, "content-type", "application/grpc");
        AddHeader(head, "te", "trailers");
        if (random.Next(4) == 0)
        {
            AddHeader(head, "grpc-timeout", $"{random.Next(100)}m");
        }

        if (random.Next(8) == 0)
        {
            head.AddRange(Random(random, 10));
        }

        return [.. head];
    }

    // HPACK's plainest form: a literal that is not indexed, name and value without Huffman.
    private static void AddHeader(List<byte> head, string name, string value)
    {
        head.Add(0);
        head.Add((byte)name.Length);
        head.AddRange(Encoding.ASCII.GetBytes(name));
        head.Add((byte)value.Length);
        head.AddRange(Encoding.ASCII.GetBytes(value));
    }

    private static void AddFrame(List<byte> bytes, byte type, byte flags, int stream, byte[] payload)
    {
        bytes.AddRange([(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags]);
        bytes.AddRange(BigEndian((uint)stream));
        bytes.AddRange(payload);
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Random(Random random, int most)
    {
        var bytes = new byte[random.Next(most)];
        random.NextBytes(bytes);
        return bytes;
    }
}
