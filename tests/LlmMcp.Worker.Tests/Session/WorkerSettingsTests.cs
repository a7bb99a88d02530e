using LlmMcp.Contracts;
using LlmMcp.ServiceDefaults.Environment;
using LlmMcp.Testing;
using LlmMcp.Worker.Ollama;
using LlmMcp.Worker.OpenAi;
using LlmMcp.Worker.Session;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.Tests.Session;

public class WorkerSettingsTests
{
    [Theory]
    [InlineData("127.0.0.1:9090", "http://127.0.0.1:9090/")]
    [InlineData(":9090", "http://127.0.0.1:9090/")]
    [InlineData("0.0.0.0:9090", "http://127.0.0.1:9090/")]
    [InlineData("[::]:9090", "http://127.0.0.1:9090/")]
    [InlineData("llmcore:9090", "http://llmcore:9090/")]
    [InlineData("https://core.example", "https://core.example/")]
    [InlineData("ftp://core", null)]
    [InlineData("", null)]
    public void Cores_address_is_read_in_every_form_people_write(string text, string? url) => Assert.Equal(url, DialAddress.Parse(text)?.ToString());

    [Fact]
    public async Task All_mistakes_are_reported_at_once_when_the_host_starts()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Worker:Slots"] = "0", ["Worker:Kinds"] = "echo,nonsense", ["Worker:CoreAddress"] = "ftp://x", ["Worker:Ollama:BaseUrl"] = "not a url",
        });
        builder.AddWorker();
        using var host = builder.Build();
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());
        foreach (var part in new[] { "Slots", "nonsense", "ftp://x", "BaseUrl" })
        {
            Assert.Contains(part, exception.ToString());
        }
    }

    [Fact]
    public void Flat_variables_reach_their_options()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentAliases(new Dictionary<string, string>
        {
            ["CORE_GRPC_ADDR"] = "core:1", ["INTERNAL_API_KEY"] = "k", ["WORKER_ID"] = "w", ["WORKER_COUNT"] = "7", ["WORKER_KINDS"] = "echo", ["WORKER_LEASE_SECONDS"] = "30",
            ["OLLAMA_URL"] = "http://o:1", ["OPENROUTER_MODEL"] = "m", ["COMPAT_ENDPOINTS"] = "http://c:1",
        });
        builder.AddWorker();
        using var host = builder.Build();
        var worker = host.Services.GetRequiredService<IOptions<WorkerOptions>>().Value;
        Assert.Equal(("core:1", "k", "w", 7, "echo", 30), (worker.CoreAddress, worker.ApiKey, worker.Id, worker.Slots, worker.Kinds, worker.LeaseSeconds));
        Assert.Equal("http://o:1", host.Services.GetRequiredService<IOptions<OllamaOptions>>().Value.BaseUrl);
        var cloud = host.Services.GetRequiredService<IOptionsMonitor<CloudOptions>>().Get(CloudOptions.OpenRouter);
        Assert.Equal(("m", 0.3, "https://openrouter.ai/api/v1"), (cloud.Model, cloud.Temperature, cloud.BaseUrl));
    }

    [Fact]
    public async Task Several_workers_of_a_process_have_ids_of_their_own_and_share_one_Core()
    {
        await using var core = await Fakes.FakeCore.StartAsync();
        using var errors = new ErrorLogGuard();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(errors);
        builder.AddWorker(options => (options.CoreAddress, options.Id, options.Workers, options.ShutdownGrace) = (core.Address, "w", 3, TimeSpan.Zero));
        using var host = builder.Build();
        await host.StartAsync();
        var sessions = new[] { await core.WelcomedAsync(), await core.WelcomedAsync(), await core.WelcomedAsync() };
        Assert.NotEmpty(Assert.Single(sessions.Select(session => session.Hello.Instance).Distinct(StringComparer.Ordinal)));
        Assert.Equal(["w", "w-2", "w-3"], sessions.Select(session => session.Hello.Worker.Id).Order());
        Assert.Equal(JobKinds.All.Order(StringComparer.Ordinal), sessions[0].Hello.Kinds);
        await host.StopAsync();
        await Task.WhenAll(sessions.Select(session => session.Ended)).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_generated_id_is_kept_and_two_processes_do_not_share_it()
    {
        var directory = Directory.CreateTempSubdirectory("llm-mcp-worker-").FullName;
        try
        {
            string first;
            using (var one = Identity(directory))
            using (var two = Identity(directory))
            {
                first = one.BaseId;
                Assert.StartsWith("worker-", first, StringComparison.Ordinal);
                Assert.NotEqual(first, two.BaseId);
            }

            using var again = Identity(directory);
            Assert.Equal(first, again.BaseId);
            Assert.Equal(first + "-2", again.IdOf(1));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Without_a_place_for_the_id_the_host_name_and_the_process_serve()
    {
        using var identity = Identity("/dev/null/nowhere");
        Assert.Equal($"worker-{Environment.MachineName.ToLowerInvariant()}-{Environment.ProcessId}", identity.BaseId);
    }

    [Fact]
    public void Waits_between_tries_grow_to_five_seconds_and_start_over_after_a_session()
    {
        var backoff = new ReconnectBackoff(() => 0.5);
        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5], Enumerable.Range(0, 8).Select(_ => Math.Round(backoff.Next().TotalSeconds, 3)));
        backoff.Reset();
        Assert.Equal(0.1, backoff.Next().TotalSeconds, 0.001);
    }

    private static WorkerIdentity Identity(string directory) =>
        new(Options.Create(new WorkerOptions { StateDirectory = directory }), NullLogger<WorkerIdentity>.Instance);
}
