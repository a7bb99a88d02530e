using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LlmMcp.AppHost.Tests;

/// <summary>The model the AppHost makes of its settings. Nothing is started.</summary>
internal sealed class Model : IAsyncDisposable
{
    private readonly DistributedApplication application;

    private Model(DistributedApplication application) => this.application = application;

    /// <summary>The resources by their names; what Aspire adds for itself left out.</summary>
    public IReadOnlyDictionary<string, IResource> Resources => application.Services.GetRequiredService<DistributedApplicationModel>().Resources
        .Where(static resource => resource is not ParameterResource && !resource.Name.Contains("rebuilder", StringComparison.Ordinal) && !resource.Name.Contains("dashboard", StringComparison.Ordinal))
        .ToDictionary(static resource => resource.Name, StringComparer.Ordinal);

    /// <summary>As it is written into the manifest.</summary>
    public static Task<Model> PublishedAsync(params string[] settings) => CreateAsync(["--operation", "publish", "--step", "publish-manifest", .. settings]);

    /// <summary>As it would be started here.</summary>
    public static Task<Model> RunAsync(params string[] settings) => CreateAsync(settings);

    /// <summary>The variables of a resource, as text of the manifest.</summary>
    public async Task<Dictionary<string, string>> EnvironmentOfAsync(string resource)
    {
        var context = application.Services.GetRequiredService<DistributedApplicationExecutionContext>();
        var configuration = await ExecutionConfigurationBuilder.Create(Resources[resource]).WithEnvironmentVariablesConfig().BuildAsync(context);
        return configuration.EnvironmentVariables.ToDictionary(static variable => variable.Key, static variable => variable.Value, StringComparer.Ordinal);
    }

    /// <summary>What has to be up before a resource starts.</summary>
    public IEnumerable<string> WaitsOf(string resource) => Resources[resource].Annotations.OfType<WaitAnnotation>().Select(static wait => wait.Resource.Name).Distinct();

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static async Task<Model> CreateAsync(string[] arguments)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.LlmMcp_AppHost>(arguments);
        return new Model(await builder.BuildAsync());
    }
}
