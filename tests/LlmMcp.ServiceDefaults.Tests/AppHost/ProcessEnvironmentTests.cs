using LlmMcp.AppHost.Wiring;
using LlmMcp.ServiceDefaults.Environment;

namespace LlmMcp.ServiceDefaults.Tests.AppHost;

public sealed class ProcessEnvironmentTests
{
    private const string Core = "http://10.0.0.5:8080";

    [Fact]
    public void The_bridge_finds_Core_and_its_own_door() =>
        AssertSets(ProcessEnvironment.Bridge(Core, "127.0.0.1:3333", "key"), ("Bridge:CoreUrl", Core), ("Bridge:HttpAddress", "127.0.0.1:3333"), ("Bridge:ApiKey", "key"));

    [Fact]
    public void Telemetry_finds_Core_and_a_place_for_its_state() =>
        AssertSets(ProcessEnvironment.Telemetry(Core, "key", "/state"), ("Telemetry:CoreUrl", Core), ("Telemetry:ApiKey", "key"), ("Telemetry:StateDirectory", "/state"));

    [Fact]
    public void A_worker_finds_Core_and_Ollama() => AssertSets(
        ProcessEnvironment.Worker("http://10.0.0.5:9090", "127.0.0.1:8081", "key", new ModelServers<string>("http://ollama:11434", null)),
        ("Worker:CoreAddress", "http://10.0.0.5:9090"), ("Worker:HealthAddress", "127.0.0.1:8081"), ("Worker:ApiKey", "key"), ("Worker:Ollama:BaseUrl", "http://ollama:11434"));

    [Fact]
    public void What_is_not_known_is_not_set() => Assert.DoesNotContain(
        "OLLAMA_BASE_URL", ProcessEnvironment.Worker("x", "x", "x", new ModelServers<string>(null, null)).Keys);

    private static void AssertSets(Dictionary<string, string> environment, params (string Key, string Value)[] expected)
    {
        var values = EnvironmentConfiguration.Read(environment);
        Assert.All(expected, setting => Assert.Equal(setting.Value, values[setting.Key]));
    }
}
