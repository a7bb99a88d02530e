using LlmMcp.ServiceDefaults.Start;
using LlmMcp.Worker.Benchmarks;
using LlmMcp.Worker.Ollama;
using LlmMcp.Worker.OpenAi;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmMcp.Worker.Execution;

/// <summary>Registers what runs jobs.</summary>
public static class ExecutorsSlice
{
    /// <summary>Adds an executor for kinds of your own. A kind that already has an executor fails at start.</summary>
    public static IServiceCollection AddJobExecutor<T>(this IServiceCollection services)
        where T : class, IJobExecutor
    {
        services.TryAddSingleton<T>();
        services.AddSingleton<IJobExecutor>(provider => provider.GetRequiredService<T>());
        return services;
    }

    internal static IServiceCollection AddBuiltInExecutors(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<UpstreamHttp>();
        services.TryAddSingleton<JobExecutors>();
        services.TryAddSingleton<AttemptRunner>();
        services.TryAddSingleton<OllamaNodes>();
        services.TryAddSingleton<OpenAiTargets>();
        services.AddOptions<UpstreamLimits>();
        services.AddModelOptions();
        return services
            .AddJobExecutor<EchoExecutor>()
            .AddJobExecutor<OllamaChatExecutor>()
            .AddJobExecutor<OllamaEmbedExecutor>()
            .AddJobExecutor<OpenAiChatExecutor>()
            .AddJobExecutor<OpenAiEmbedExecutor>()
            .AddJobExecutor<BenchmarkExecutor>();
    }

    private static void AddModelOptions(this IServiceCollection services)
    {
        services.AddOptions<OllamaOptions>().BindSettings("Worker:Ollama").ValidateOnStart();
        services.AddOptions<CompatOptions>().BindSettings("Worker:Compat").ValidateOnStart();
        services.AddOptions<CloudOptions>(CloudOptions.OpenAi)
            .Configure(options => (options.BaseUrl, options.Model, options.Temperature) = ("https://api.openai.com/v1", "gpt-4o-mini", 0.2))
            .BindSettings("Worker:OpenAi").ValidateOnStart();
        services.AddOptions<CloudOptions>(CloudOptions.OpenRouter)
            .Configure(options => (options.BaseUrl, options.Model, options.Temperature) = ("https://openrouter.ai/api/v1", "google/gemini-2.5-flash", 0.3))
            .BindSettings("Worker:OpenRouter").ValidateOnStart();
    }
}
