using LlmMcp.AppHost.Settings;
using LlmMcp.AppHost.Wiring;

namespace LlmMcp.AppHost.Resources;

/// <summary>The parameters, and what of the AppHost's configuration is passed on to whom. A secret is one parameter, however many processes read it.</summary>
internal sealed class Variables(IDistributedApplicationBuilder builder, AppHostSettings settings)
{
    private const int KeyLength = 48;

    private readonly Dictionary<string, IResourceBuilder<ParameterResource>> secrets = new(StringComparer.Ordinal);

    /// <summary>The key by which the processes know each other: INTERNAL_API_KEY, else one made at the first start and kept in the user's secrets.</summary>
    public IResourceBuilder<ParameterResource> InternalKey { get; } = (builder.Configuration["INTERNAL_API_KEY"] is { Length: > 0 } key
            ? builder.AddParameter("internal-api-key", () => key, secret: true)
            : builder.AddParameter("internal-api-key", Generated(), secret: true, persist: true))
        .WithDescription("INTERNAL_API_KEY: the key of worker and admin calls, 16 characters at least.");

    /// <summary>A secret without characters that a URL or a connection string would have to quote.</summary>
    public static GenerateParameterDefault Generated() => new() { MinLength = KeyLength, Special = false };

    /// <summary>Gives a process the flat variables that are its own.</summary>
    public IResourceBuilder<ProjectResource> PassTo(IResourceBuilder<ProjectResource> resource, string process)
    {
        foreach (var variable in PassedVariable.For(builder.Configuration, process, withEmptySecrets: builder.ExecutionContext.IsPublishMode))
        {
            resource = variable.IsSecret ? resource.WithEnvironment(variable.Name, Secret(variable)) : Plain(resource, variable);
        }

        return resource;
    }

    /// <summary>What is not secret is written into published files as it is, past what their languages would read into it.</summary>
    private IResourceBuilder<ProjectResource> Plain(IResourceBuilder<ProjectResource> resource, PassedVariable variable) => (resource.IsPublished(), settings.Target) switch
    {
        (true, DeploymentTarget.Compose) => resource.WithEnvironment(variable.Name, variable.Value.Replace("$", "$$", StringComparison.Ordinal)),
        // Aspire's template puts the value between quotes without quoting it, which JSON does not survive.
        (true, DeploymentTarget.Kubernetes) => resource.WithEnvironment(variable.Name, variable.Value)
            .PublishAsKubernetesService(published => published.ConfigMap?.Data[variable.Name] = variable.Value),
        _ => resource.WithEnvironment(variable.Name, variable.Value),
    };

    private IResourceBuilder<ParameterResource> Secret(PassedVariable variable)
    {
        if (!secrets.TryGetValue(variable.Name, out var parameter))
        {
            var name = variable.Name.ToLowerInvariant().Replace('_', '-');
            parameter = builder.AddParameter(name, () => builder.Configuration[$"Parameters:{name}"] ?? variable.Value, secret: true)
                .WithDescription($"{variable.Name}; empty means none.");
            secrets.Add(variable.Name, parameter);
        }

        return parameter;
    }
}
