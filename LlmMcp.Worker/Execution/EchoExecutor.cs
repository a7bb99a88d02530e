using LlmMcp.Contracts;

namespace LlmMcp.Worker.Execution;

/// <summary>Answers <c>{"ok":true,"echo":payload}</c>. The payload is copied, never parsed.</summary>
internal sealed class EchoExecutor : IInlineJobExecutor
{
    private static readonly ReadOnlyMemory<byte> Metrics = """{"ms":0}"""u8.ToArray();

    public IReadOnlyCollection<string> Kinds { get; } = [JobKinds.Echo];

    public JobOutcome Execute(JobAssignment job)
    {
        var prefix = """{"ok":true,"echo":"""u8;
        var payload = job.Payload.IsEmpty ? "{}"u8 : job.Payload.Span;
        var result = new byte[prefix.Length + payload.Length + 1];
        prefix.CopyTo(result);
        payload.CopyTo(result.AsSpan(prefix.Length));
        result[^1] = (byte)'}';
        return new JobOutcome.Done(result, Metrics);
    }
}
