using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.OpenAi;

/// <summary>
/// Finds where a job of an OpenAI kind goes. A cloud key goes to the configured address only, whatever device the job names;
/// a compatible node is the device Core named, else the first configured endpoint.
/// </summary>
internal sealed class OpenAiTargets(IOptionsMonitor<CloudOptions> clouds, IOptions<CompatOptions> compat)
{
    /// <exception cref="AttemptFailedException">A key or an address is missing.</exception>
    public OpenAiTarget For(JobAssignment job) => job.Kind switch
    {
        JobKinds.OpenAiChat => Cloud(Providers.OpenAi, CloudOptions.OpenAi, "OPENAI") with { DefaultModel = clouds.Get(CloudOptions.OpenAi).Model },
        JobKinds.OpenAiEmbed => Cloud(Providers.OpenAi, CloudOptions.OpenAi, "OPENAI"),
        JobKinds.OpenRouterChat => Cloud(Providers.OpenRouter, CloudOptions.OpenRouter, "OPENROUTER") with { DefaultModel = clouds.Get(CloudOptions.OpenRouter).Model },
        _ => Compat(job),
    };

    private OpenAiTarget Cloud(string provider, string optionsName, string variables)
    {
        var options = clouds.Get(optionsName);
        return new OpenAiTarget
        {
            Provider = provider,
            Endpoint = OpenAiEndpoint.Parse(options.BaseUrl) ?? throw NotConfigured($"{variables}_BASE_URL is not a URL"),
            ApiKey = options.HasKey ? options.ApiKey.Trim() : throw NotConfigured($"missing {variables}_API_KEY"),
            DefaultModel = options.EmbedModel,
            DefaultTemperature = options.Temperature,
            DefaultMaxTokens = options.MaxTokens,
        };
    }

    private OpenAiTarget Compat(JobAssignment job)
    {
        Uri[] own = [.. compat.Value.Endpoints
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(OpenAiEndpoint.Parse)
            .OfType<Uri>()];
        var endpoint = job.Device is { } device
            ? OpenAiBase.Of(device.BaseUrl)
            : own.FirstOrDefault() ?? throw NotConfigured("the job names no device and COMPAT_ENDPOINTS is empty");
        return new OpenAiTarget
        {
            Provider = Providers.Compat,
            Endpoint = endpoint,
            HostHeader = job.Device?.HostHeader ?? "",
            ApiKey = compat.Value.ApiKey.Length > 0 && own.Contains(endpoint) ? compat.Value.ApiKey : null,
        };
    }

    private static AttemptFailedException NotConfigured(string what) => new(ErrorClass.NotConfigured, what);
}
