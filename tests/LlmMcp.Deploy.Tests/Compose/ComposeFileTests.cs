using System.Text.Json;
using LlmMcp.Deploy.Tests.Rig;
using LlmMcp.ServiceDefaults.Environment;

namespace LlmMcp.Deploy.Tests.Compose;

public sealed class ComposeFileTests
{
    private const string Tailscale = "deploy/compose/tailscale.yml";
    private const string Everybody = "all";
    private const string Gpu = "deploy/compose/gpu.yml";

    private static readonly Dictionary<string, string> ServiceOf = new() { ["Core"] = "llmcore", ["Worker"] = "llmworker", ["Bridge"] = "llmmcp", ["Telemetry"] = "llmtelemetry" };

    // The image itself says where telemetry keeps what it keeps; CORE_GRPC_ADDR, which is set, wins over the other.
    private static readonly string[] NotPassedOn = ["TELEMETRY_STATE_DIR", "WORKER_URL"];

    [Fact]
    public async Task Files_are_what_the_specification_allows()
    {
        var model = await ComposeModel.ResolveFilesAsync(ComposeModel.Keys, [Tailscale, Gpu], ["--profile", "ollama-multi", "--profile", "demo"]);

        Assert.Equal("", (await Tool.NodeAsync("compose-schema.mjs", model.Succeeded())).Errors);
    }

    [Fact]
    public async Task Services_have_the_names_people_know_and_the_rest_is_a_profile()
    {
        string[] known = ["llmdb", "llmcore", "llmworker", "llmmcp", "llmtelemetry"];

        Assert.Equal(known, await NamesAsync());
        Assert.Equal([.. known, "ollama"], await NamesAsync("--profile", "ollama"));
        Assert.Equal([.. known, "ollama", "ollama-2", "ollama-3"], await NamesAsync("--profile", "ollama-multi"));
    }

    [Theory]
    [InlineData("INTERNAL_API_KEY=\nPOSTGRES_PASSWORD=x\n", "INTERNAL_API_KEY")]
    [InlineData("INTERNAL_API_KEY=0123456789abcdef\n", "POSTGRES_PASSWORD")]
    public async Task Nothing_starts_without_the_keys_and_the_message_tells_how_to_make_one(string environment, string missing)
    {
        var refused = await ComposeModel.ResolveAsync(environment);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"{missing} is missing", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("openssl rand -hex 24", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_alone_refuses_to_start_and_with_two_keys_it_does()
    {
        var example = await ExampleFile.TextAsync();

        Assert.Equal(1, (await ComposeModel.ResolveAsync(example)).ExitCode);
        Assert.NotEmpty((await ComposeModel.ResolveAsync(ExampleFile.WithKeys(example))).Succeeded());
    }

    [Fact]
    public async Task Every_variable_reaches_the_service_that_reads_it()
    {
        Assert.Empty(EnvironmentAliases.All.Select(static variable => variable.Process).Distinct().Except(ServiceOf.Keys).Except([Everybody]));
        var names = EnvironmentAliases.All.SelectMany(ExampleFile.Numbered).Distinct().Where(static variable => !NotPassedOn.Contains(variable.Name)).ToList();
        var services = ComposeModel.Services((await ComposeModel.ResolveAsync(
            string.Join('\n', names.Select(static variable => variable.Name).Distinct().Select(static name => $"{name}=of-{name}")) + "\nPOSTGRES_PASSWORD=x\n")).Succeeded());

        var lost = names.SelectMany(static variable => variable.Process == Everybody ? ServiceOf.Keys.Select(process => variable with { Process = process }) : [variable])
            .Where(variable => ComposeModel.Setting(services, ServiceOf[variable.Process], variable.Name) is not { Length: > 0 } value
                || (value != $"of-{variable.Name}" && !ExampleFile.Wired.Contains(variable.Name)));
        Assert.Empty(lost.Select(static variable => $"{variable.Process}: {variable.Name}"));
    }

    [Fact]
    public async Task Variables_that_nobody_reads_reach_the_process_that_says_so()
    {
        var names = UnreadVariables.All.SelectMany(static variable => ExampleFile.Names(variable.Name).Select(name => (variable.Process, Name: name))).ToList();
        var services = ComposeModel.Services((await ComposeModel.ResolveAsync(ComposeModel.Keys + string.Join('\n', names.Select(static each => each.Name).Distinct().Select(static name => $"{name}=x")))).Succeeded());

        Assert.DoesNotContain(names, each => ComposeModel.Setting(services, ServiceOf[each.Process], each.Name) != "x");
    }

    [Fact]
    public async Task Our_services_are_locked_in_watched_and_bounded()
    {
        var services = ComposeModel.Services((await ComposeModel.ResolveAsync(ComposeModel.Keys)).Succeeded());

        Assert.All(ComposeModel.Ours.Append("llmdb"), name =>
        {
            var service = services.GetProperty(name);
            Assert.DoesNotContain(service.GetProperty("user").GetString()!.Split(':'), static id => id is "0" or "root");
            Assert.True(service.GetProperty("read_only").GetBoolean());
            Assert.Equal("ALL", Assert.Single(service.GetProperty("cap_drop").EnumerateArray()).GetString());
            Assert.Equal("no-new-privileges:true", Assert.Single(service.GetProperty("security_opt").EnumerateArray()).GetString());
            Assert.Equal("unless-stopped", service.GetProperty("restart").GetString());
            Assert.True(service.GetProperty("healthcheck").TryGetProperty("test", out _));
            Assert.Equal(["cpus", "memory", "pids"], service.GetProperty("deploy").GetProperty("resources").GetProperty("limits").EnumerateObject().Select(static limit => limit.Name));
            Assert.True(service.GetProperty("logging").GetProperty("options").TryGetProperty("max-size", out _));
            Assert.False(service.TryGetProperty("container_name", out _));
        });
    }

    [Fact]
    public async Task Nothing_is_published_beyond_this_machine_unless_it_is_asked_for()
    {
        Assert.All(await PublishedAsync(ComposeModel.Keys), static port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));

        var opened = await PublishedAsync(ComposeModel.Keys + "CORE_HTTP_HOST=0.0.0.0\nCORE_HTTP_PORT=18080\nPORT_MCP_LLM=13333\n");
        Assert.Contains("0.0.0.0:18080:8080", opened);
        Assert.Contains("127.0.0.1:13333:3333", opened);
    }

    [Fact]
    public async Task Images_of_others_are_pinned_and_what_must_last_is_in_a_volume()
    {
        var model = JsonSerializer.Deserialize<JsonElement>((await ComposeModel.ResolveAsync(ComposeModel.Keys, "--profile", "ollama-multi")).Succeeded());
        var images = model.GetProperty("services").EnumerateObject().Select(static service => service.Value.GetProperty("image").GetString()!).ToList();
        var mounted = model.GetProperty("services").EnumerateObject().Where(static service => service.Value.TryGetProperty("volumes", out _))
            .SelectMany(static service => service.Value.GetProperty("volumes").EnumerateArray()).Select(static volume => volume.GetString()!.Split(':')[0]).ToList();

        Assert.All(images, static image => Assert.Matches(@":[0-9]+\.[0-9]+[^/]*$", image));
        Assert.Equal(model.GetProperty("volumes").EnumerateObject().Select(static volume => volume.Name).Order(), mounted.Order());
        Assert.Contains("llmdb-data", mounted);
    }

    private static async Task<IEnumerable<string>> NamesAsync(params string[] arguments) =>
        ComposeModel.Services((await ComposeModel.ResolveAsync(ComposeModel.Keys, arguments)).Succeeded()).EnumerateObject().Select(static service => service.Name);

    private static async Task<IReadOnlyList<string>> PublishedAsync(string environment) =>
    [
        .. ComposeModel.Services((await ComposeModel.ResolveAsync(environment, "--profile", "ollama-multi", "--profile", "demo")).Succeeded()).EnumerateObject()
            .Where(static service => service.Value.TryGetProperty("ports", out _)).SelectMany(static service => service.Value.GetProperty("ports").EnumerateArray()).Select(static port => port.GetString()!),
    ];
}
