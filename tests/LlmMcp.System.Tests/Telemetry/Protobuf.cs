using Google.Protobuf;

namespace LlmMcp.SystemTests.Telemetry;

/// <summary>A protobuf message read without its schema: fields by number.</summary>
internal sealed class Protobuf
{
    private readonly List<(int Field, ulong Number, byte[] Bytes)> fields = [];

    public Protobuf(byte[] bytes)
    {
        var input = new CodedInputStream(bytes);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => (field, input.ReadUInt64(), []),
                WireFormat.WireType.Fixed64 => (field, input.ReadFixed64(), []),
                WireFormat.WireType.Fixed32 => (field, input.ReadFixed32(), []),
                _ => (field, 0, input.ReadBytes().ToByteArray()),
            });
        }
    }

    public IEnumerable<Protobuf> All(int field) => fields.Where(each => each.Field == field).Select(static each => new Protobuf(each.Bytes));

    public byte[] Bytes(int field) => fields.Where(each => each.Field == field).Select(static each => each.Bytes).FirstOrDefault() ?? [];

    public string Text(int field) => System.Text.Encoding.UTF8.GetString(Bytes(field));

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field));

    public ulong Number(int field) => fields.Where(each => each.Field == field).Select(static each => each.Number).FirstOrDefault();
}
