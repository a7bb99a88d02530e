using Grpc.Core;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Workers;

/// <summary>Reads what a worker says of itself, within bounds.</summary>
internal static class HelloReader
{
    private const int MaxKinds = 200;

    /// <summary>The identity of a session's hello.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT naming the field.</exception>
    public static WorkerIdentity Read(WorkerHello hello)
    {
        if (hello.Kinds.Count is 0 or > MaxKinds)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"hello.kinds must name 1 to {MaxKinds} kinds."));
        }

        return Read(hello.Worker, newId: null) is { } worker
            ? worker
            : throw new RpcException(new Status(StatusCode.InvalidArgument, "hello.worker.id must have 1 to 200 characters."));
    }

    /// <summary>
    /// The identity in <paramref name="info"/>; an empty id becomes <paramref name="newId"/>. Null when there is none or it is too long.
    /// </summary>
    public static WorkerIdentity? Read(WorkerInfo? info, string? newId)
    {
        var id = string.IsNullOrWhiteSpace(info?.Id) ? newId : info.Id;
        return !WorkerIdentity.IsId(id)
            ? null
            : new WorkerIdentity(id!, Text(info?.Name), Text(info?.Platform), Text(info?.Arch), Text(info?.Host), Tags(info?.TagsJson));
    }

    /// <summary>The process a hello comes from; empty when it does not say.</summary>
    public static string Instance(WorkerHello hello) => Text(hello.Instance);

    private static string Text(string? text)
    {
        var clean = (text ?? "").Replace("\0", "", StringComparison.Ordinal);
        return clean.Length > WorkerIdentity.MaxText ? clean[..WorkerIdentity.MaxText] : clean;
    }

    // As in the deployed system: tags that are no JSON are no tags.
    private static byte[] Tags(string? json)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(json ?? "");
        return bytes.Length is > 0 and <= 64 * 1024 && PayloadText.FaultOfText(bytes) is null ? bytes : "{}"u8.ToArray();
    }
}
