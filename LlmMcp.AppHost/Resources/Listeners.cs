namespace LlmMcp.AppHost.Resources;

/// <summary>Where our processes listen.</summary>
internal static class Listeners
{
    /// <summary>
    /// An HTTP endpoint that others reach at <paramref name="port"/>. On this machine each replica listens on a port that is
    /// free, behind Aspire's proxy; in a container it is always <paramref name="containerPort"/>.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithListener(this IResourceBuilder<ProjectResource> project, string name, int? port, int containerPort) =>
        project.WithHttpEndpoint(port, project.IsPublished() ? containerPort : null, name);

    /// <summary>
    /// What makes the process listen there: loopback on this machine, where Aspire's proxy is the only caller; every interface in
    /// a container, where others could not reach it otherwise.
    /// </summary>
    public static ReferenceExpression ListenAddress(this IResourceBuilder<ProjectResource> project, string name) =>
        project.AddressOn(project.IsPublished() ? "0.0.0.0" : "127.0.0.1", name);

    /// <summary>
    /// What holds for all our processes: they choose their listeners themselves, so ASPNETCORE_URLS would only make them warn; and
    /// they judge callers by their address, so a header may not replace it.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithOwnListeners(this IResourceBuilder<ProjectResource> project) =>
        project.WithEndpointsInEnvironment(static _ => false).DisableForwardedHeaders()
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery);

    /// <summary>True when files for a deployment are written and nothing is started.</summary>
    public static bool IsPublished<T>(this IResourceBuilder<T> resource)
        where T : IResource => resource.ApplicationBuilder.ExecutionContext.IsPublishMode;

    /// <summary>Sets all of them.</summary>
    public static IResourceBuilder<ProjectResource> WithWiring(this IResourceBuilder<ProjectResource> project, Func<Dictionary<string, object>> wiring) =>
        project.WithEnvironment(context =>
        {
            foreach (var (name, value) in wiring())
            {
                context.EnvironmentVariables[name] = value;
            }
        });

    private static ReferenceExpression AddressOn(this IResourceBuilder<ProjectResource> project, string host, string name) =>
        ReferenceExpression.Create($"{host}:{project.GetEndpoint(name).Property(EndpointProperty.TargetPort)}");
}
