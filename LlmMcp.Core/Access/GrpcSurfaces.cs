namespace LlmMcp.Core.Access;

/// <summary>Surfaces of the gRPC methods. A method is an HTTP path, so this is one more table and not one more mechanism.</summary>
internal static class GrpcSurfaces
{
    private const string CoreService = "/llmmcp.v1.Core/";

    /// <summary>The surface of a gRPC call; null for any other path. A method nobody put here is the workers'.</summary>
    public static Surface? Of(PathString path)
    {
        var text = path.Value ?? "";
        if (text.StartsWith("/grpc.health.v1.Health/", StringComparison.Ordinal) || text.StartsWith("/grpc.reflection.", StringComparison.Ordinal))
        {
            return Surface.Open;
        }

        return text.StartsWith(CoreService, StringComparison.Ordinal)
            ? text[CoreService.Length..] switch
            {
                "SubmitJob" or "SubmitJobs" or "GetJob" or "StreamJob" or "FollowJob" or "CancelJob" => Surface.Client,
                _ => Surface.Worker,
            }
            : null;
    }
}
