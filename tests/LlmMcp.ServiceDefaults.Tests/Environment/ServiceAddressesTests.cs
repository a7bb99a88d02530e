using LlmMcp.ServiceDefaults.Environment;

namespace LlmMcp.ServiceDefaults.Tests.Environment;

public sealed class ServiceAddressesTests
{
    private static readonly Dictionary<string, string> Told = new()
    {
        ["services__core__http__0"] = "http://10.0.0.5:8080", ["services__core__grpc__0"] = "http://10.0.0.5:9090",
    };

    [Fact]
    public void Who_is_told_by_service_discovery_needs_no_variable_of_ours()
    {
        var values = EnvironmentConfiguration.Read(Told);

        Assert.Equal(("http://10.0.0.5:9090", "http://10.0.0.5:8080"), (values["Worker:CoreAddress"], values["Telemetry:CoreUrl"]));
    }

    [Fact]
    public void A_variable_of_ours_wins()
    {
        var values = EnvironmentConfiguration.Read(new Dictionary<string, string>(Told) { ["CORE_GRPC_ADDR"] = "other:9090" });

        Assert.Equal("other:9090", values["Worker:CoreAddress"]);
    }

    [Theory]
    [InlineData("http://core", "http://10.0.0.5:8080")]
    [InlineData("https+http://core/", "http://10.0.0.5:8080")]
    [InlineData("http://_grpc.core", "http://10.0.0.5:9090")]
    [InlineData("http://core:8080", "http://core:8080")]
    [InlineData("http://elsewhere", "http://elsewhere")]
    [InlineData("", "")]
    public void The_name_of_a_service_stands_for_its_address(string text, string expected) =>
        Assert.Equal(expected, ServiceAddresses.Resolve(Told, text, "http"));

    [Fact]
    public void Names_count_without_regard_to_case() =>
        Assert.Equal("http://a:1", ServiceAddresses.Find(new Dictionary<string, string> { ["SERVICES__CORE__HTTP__0"] = "http://a:1" }, "core", "http"));
}
