using Google.Protobuf;
using Grpc.Core;
using LlmMcp.Grpc.Tests.Probing;

namespace LlmMcp.Grpc.Tests.Hosting;

/// <summary>Does what the request's action says; without one it answers with what it was given.</summary>
internal sealed class ProbeService(ProbeSignals signals) : Probe.ProbeBase
{
    public override async Task<ProbeReply> Echo(ProbeRequest request, ServerCallContext context)
    {
        await ActAsync(request, context);
        var reply = new ProbeReply { Text = request.Text, Blob = request.Blob };
        if (request.Count > 0)
        {
            reply.Blob = ByteString.CopyFrom(new byte[request.Count]);
        }

        foreach (var entry in context.RequestHeaders)
        {
            reply.Facts[entry.Key] = entry.IsBinary ? Convert.ToHexString(entry.ValueBytes) : entry.Value;
        }

        reply.Facts["peer"] = context.Peer;
        reply.Facts["method"] = context.Method;
        reply.Facts["deadline"] = context.Deadline == DateTime.MaxValue ? "none" : context.Deadline.ToString("O");
        return reply;
    }

    public override async Task<ProbeReply> Collect(IAsyncStreamReader<ProbeRequest> requestStream, ServerCallContext context)
    {
        var reply = new ProbeReply();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await ActAsync(request, context);
            reply.Text += request.Text;
            reply.Count++;
        }

        return reply;
    }

    public override async Task Expand(ProbeRequest request, IServerStreamWriter<ProbeReply> responseStream, ServerCallContext context)
    {
        for (var i = 0; i < request.Count; i++)
        {
            await responseStream.WriteAsync(new ProbeReply { Text = request.Text, Count = i });
        }

        await ActAsync(request, context);
    }

    public override async Task Chat(
        IAsyncStreamReader<ProbeRequest> requestStream, IServerStreamWriter<ProbeReply> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext())
        {
            await ActAsync(requestStream.Current, context);
            await responseStream.WriteAsync(new ProbeReply { Text = requestStream.Current.Text, Blob = requestStream.Current.Blob });
        }
    }

    private async Task ActAsync(ProbeRequest request, ServerCallContext context)
    {
        switch (request.Action)
        {
            case "refuse":
                throw new RpcException(
                    new Status((StatusCode)request.Code, request.Text),
                    new Metadata { { "reason", "because" }, { "reason-bin", [0, 1, 255] } });
            case "status":
                context.Status = new Status((StatusCode)request.Code, request.Text);
                break;
            case "throw":
                throw new InvalidOperationException($"secret {request.Text}");
            case "metadata":
                await context.WriteResponseHeadersAsync(new Metadata { { "early", "bird" }, { "early-bin", [1, 2, 3] } });
                context.ResponseTrailers.Add("late", "owl");
                context.ResponseTrailers.Add("late-bin", [4, 5, 6]);
                break;
            case "hang":
                await HangAsync(request.Text, context.CancellationToken);
                break;
        }
    }

    private async Task HangAsync(string name, CancellationToken cancellationToken)
    {
        signals.Reached(name);
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(canceled.SetResult);
        await canceled.Task;
        signals.Canceled(name);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
