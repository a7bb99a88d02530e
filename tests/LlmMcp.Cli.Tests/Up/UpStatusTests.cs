using System.Net;
using LlmMcp.Cli.Tests.Fakes;
using LlmMcp.Cli.Up;

namespace LlmMcp.Cli.Tests.Up;

public sealed class UpStatusTests
{
    private static readonly UpNode Real = new("ollama:box", "http://box:11434", Online: true, Models: 3, Simulated: false);
    private static readonly UpNode Simulated = new("sim-pi5", "http://127.0.0.1:21434", Online: true, Models: 2, Simulated: true);

    [Fact]
    public void With_a_node_and_a_model_nothing_is_missing_and_ask_is_next()
    {
        var status = Status(Real);

        Assert.Empty(status.Missing());
        Assert.Equal("llm-mcp ask \"Why is the sky blue?\"", status.Next());
    }

    [Fact]
    public void Another_port_is_part_of_the_command_to_try() =>
        Assert.Equal("llm-mcp ask --url http://127.0.0.1:9000 \"Why is the sky blue?\"", Status(9000, false, Real).Next());

    [Fact]
    public void Without_any_node_doctor_is_next_and_the_ways_out_are_named()
    {
        var status = Status();

        Assert.Equal("llm-mcp doctor", status.Next());
        Assert.Contains("up --demo", Assert.Single(status.Missing()));
    }

    [Fact]
    public void A_node_without_models_needs_one() =>
        Assert.Contains("ollama pull", Assert.Single(Status(Real with { Models = 0 }).Missing()));

    [Fact]
    public void A_cloud_key_is_enough() => Assert.Empty(Status(8080, true).Missing());

    [Fact]
    public void Simulated_nodes_answer_but_do_not_count_as_models()
    {
        var status = Status(Simulated);

        Assert.True(status.OnlySimulated);
        Assert.Contains("ask", status.Next());
        Assert.StartsWith("A real model server", Assert.Single(status.Missing()));
        Assert.False(Status(Simulated, Real).OnlySimulated);
    }

    [Fact]
    public void No_worker_is_missing() => Assert.Contains("worker", Assert.Single((Status(Real) with { Plan = Plan(8080) with { Workers = 0 } }).Missing()));

    [Theory]
    [InlineData(40)]
    [InlineData(100)]
    public void The_status_says_what_is_simulated_and_fits(int width)
    {
        var run = new CliRun { ScreenWidth = width, Color = false };

        UpStatusView.Write(Status(Simulated, Real), run.Host().Terminal);

        var text = run.Out.ToString();
        // The command to try stays in one piece, so that it can be copied.
        Assert.Contains($"  {Status(Real).Next()}{Environment.NewLine}", text);
        Assert.Contains("sim-pi5 (simulated)", text);
        Assert.Contains("http://127.0.0.1:8080", text);
        Assert.All(text.Split(Environment.NewLine).Where(line => line != $"  {Status(Real).Next()}"), line => Assert.InRange(CliRun.Plain(line).Length, 0, width));
    }

    [Theory]
    [InlineData("0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("[::]:8080", "http://127.0.0.1:8080/")]
    [InlineData("192.0.2.7:81", "http://192.0.2.7:81/")]
    public void An_address_of_every_interface_is_reached_over_loopback(string listen, string url) =>
        Assert.Equal(url, (Plan(1) with { Http = IPEndPoint.Parse(listen) }).HttpUrl.ToString());

    private static UpStatus Status(params UpNode[] nodes) => Status(8080, false, nodes);

    private static UpStatus Status(int port, bool cloudKey, params UpNode[] nodes) => new()
    {
        Version = "1.2.3", Plan = Plan(port), Database = "private PostgreSQL 18 in /data", Nodes = nodes, CloudKey = cloudKey, Program = "llm-mcp",
    };

    private static UpPlan Plan(int port) => new()
    {
        Mcp = new IPEndPoint(IPAddress.Loopback, 3333),
        Demo = false, DataDirectory = "/data", Workers = 1,
        Http = new IPEndPoint(IPAddress.Loopback, port), Grpc = new IPEndPoint(IPAddress.Loopback, 9090),
    };
}
