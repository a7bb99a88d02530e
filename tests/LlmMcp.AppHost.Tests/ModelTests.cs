using Aspire.Hosting.ApplicationModel;
using LlmMcp.AppHost.Wiring;

namespace LlmMcp.AppHost.Tests;

public sealed class ModelTests
{
    private static readonly string[] Programs = ["core", "worker", "bridge", "telemetry"];

    [Fact]
    public async Task A_laptop_gets_everything()
    {
        await using var model = await Model.RunAsync();

        Assert.Equal(
            ["bridge", "chat-model", "core", "embed-model", "llmdb", "ollama", "postgres", "telemetry", "worker"],
            model.Resources.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_demo_has_the_simulator_and_no_Ollama()
    {
        await using var model = await Model.PublishedAsync("--demo");

        Assert.Contains("simulator", model.Resources.Keys);
        Assert.DoesNotContain("ollama", model.Resources.Keys);
        Assert.Equal(6, (await model.EnvironmentOfAsync("core"))["Fleet__SimulatedEndpoints"].Split(',').Length);
    }

    [Fact]
    public async Task A_database_that_is_there_is_not_started()
    {
        await using var model = await Model.PublishedAsync("--ConnectionStrings:llmdb=Host=elsewhere", "--Ollama=none");

        Assert.DoesNotContain("postgres", model.Resources.Keys);
        Assert.Equal("{llmdb.connectionString}", (await model.EnvironmentOfAsync("core"))["ConnectionStrings__llmdb"]);
    }

    [Fact]
    public async Task Each_starts_when_what_it_needs_is_up()
    {
        await using var model = await Model.PublishedAsync();

        Assert.Contains("llmdb", model.WaitsOf("core"));
        Assert.All(["worker", "bridge", "telemetry"], program => Assert.Equal(["core"], model.WaitsOf(program)));
    }

    [Fact]
    public async Task Every_program_is_given_what_the_wiring_says()
    {
        await using var model = await Model.PublishedAsync();
        var servers = new ModelServers<string>("x", null);
        var wiring = new Dictionary<string, Dictionary<string, string>>
        {
            ["core"] = ProcessEnvironment.Core("x", "x", "x", "x", servers),
            ["worker"] = ProcessEnvironment.Worker("x", "x", "x", servers),
            ["bridge"] = ProcessEnvironment.Bridge("x", "x", "x"),
            ["telemetry"] = ProcessEnvironment.Telemetry("x", "x", "x"),
        };

        foreach (var program in Programs)
        {
            var environment = await model.EnvironmentOfAsync(program);
            Assert.Empty(wiring[program].Keys.Except(environment.Keys));
            Assert.Equal("{internal-api-key.value}", environment["INTERNAL_API_KEY"]);
            // A header must not replace the address by which callers are judged.
            Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", environment.Keys);
        }
    }

    [Fact]
    public async Task A_setting_of_the_AppHost_reaches_the_program_that_reads_it()
    {
        await using var model = await Model.PublishedAsync("--DEVICE_MAX_CONCURRENCY=4", "--WORKER_COUNT=7", "--OPENAI_API_KEY=sk-secret");

        Assert.Equal("4", (await model.EnvironmentOfAsync("core"))["DEVICE_MAX_CONCURRENCY"]);
        var worker = await model.EnvironmentOfAsync("worker");
        Assert.Equal(("7", "{openai-api-key.value}"), (worker["WORKER_COUNT"], worker["OPENAI_API_KEY"]));
    }

    [Fact]
    public async Task There_are_as_many_as_were_asked_for()
    {
        await using var model = await Model.PublishedAsync("--CoreReplicas=2", "--WorkerReplicas=5");

        Assert.Equal((2, 5), (model.Resources["core"].GetReplicaCount(), model.Resources["worker"].GetReplicaCount()));
    }

    [Fact]
    public async Task Core_has_the_operators_buttons()
    {
        await using var model = await Model.RunAsync();

        var commands = model.Resources["core"].Annotations.OfType<ResourceCommandAnnotation>().Select(static command => command.Name);
        Assert.Empty(new[] { "run-discovery", "smoke-test", "run-benchmark" }.Except(commands));
    }
}
