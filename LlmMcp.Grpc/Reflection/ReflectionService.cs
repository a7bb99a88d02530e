using Google.Protobuf;
using Grpc.Core;

namespace Grpc.Reflection;

/// <summary>grpc.reflection.v1</summary>
internal sealed class ReflectionService(ReflectionAnswers answers) : V1.ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<V1.ServerReflectionRequest> requestStream,
        IServerStreamWriter<V1.ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await responseStream.WriteAsync(answers.Answer(requestStream.Current));
        }
    }
}

/// <summary>grpc.reflection.v1alpha: other names, the same bytes.</summary>
internal sealed class ReflectionServiceAlpha(ReflectionAnswers answers) : V1Alpha.ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<V1Alpha.ServerReflectionRequest> requestStream,
        IServerStreamWriter<V1Alpha.ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var request = V1.ServerReflectionRequest.Parser.ParseFrom(requestStream.Current.ToByteString());
            await responseStream.WriteAsync(V1Alpha.ServerReflectionResponse.Parser.ParseFrom(answers.Answer(request).ToByteString()));
        }
    }
}
