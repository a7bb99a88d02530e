namespace LlmMcp.Core.Access;

/// <summary>Who an endpoint is for, and with that what a caller has to show.</summary>
internal enum Surface
{
    /// <summary>Anybody: health and version.</summary>
    Open,

    /// <summary>Callers that submit, read and cancel jobs.</summary>
    Client,

    /// <summary>Workers, which are handed everybody's prompts.</summary>
    Worker,

    /// <summary>The operator: devices, prices, tests.</summary>
    Admin,
}

/// <summary>An endpoint's surface, among its metadata.</summary>
internal sealed record SurfaceMetadata(Surface Surface);

/// <summary>Marks endpoints.</summary>
internal static class SurfaceConventions
{
    /// <summary>States who may call. An endpoint that does not say is <see cref="Surface.Admin"/>.</summary>
    public static TBuilder RequireSurface<TBuilder>(this TBuilder builder, Surface surface)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new SurfaceMetadata(surface));
}
