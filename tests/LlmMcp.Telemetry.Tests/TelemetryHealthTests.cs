using LlmMcp.Telemetry.Store;
using LlmMcp.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Tests;

public sealed class TelemetryHealthTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_anybody_to_tell_it_is_well() => Assert.Equal((0, "Nobody is to be told."), Ask([], Start));

    [Fact]
    public void Before_the_first_round_it_is_not_well_and_the_reason_is_told()
    {
        using var directory = TestDirectory.Create();

        var (code, text) = Ask(Settings(directory), Start);

        Assert.Equal(1, code);
        Assert.Contains("TELEMETRY_STATE_DIR", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(150, 0)]
    [InlineData(151, 1)]
    public void It_is_well_as_long_as_rounds_end(int seconds, int code)
    {
        using var directory = TestDirectory.Create();
        using var spool = new Spool(Options.Create(new TelemetryOptions { StateDirectory = directory.Path }), NullLogger<Spool>.Instance);
        spool.Beat(Start);

        Assert.Equal((code, $"The last round ended {seconds} s ago."), Ask(Settings(directory), Start.AddSeconds(seconds)));
    }

    private static Dictionary<string, string?> Settings(TestDirectory directory) =>
        new() { ["Telemetry:WebhookUrl"] = "https://example.org/hook", ["Telemetry:StateDirectory"] = directory.Path };

    private static (int Code, string Text) Ask(Dictionary<string, string?> settings, DateTimeOffset now)
    {
        using var output = new StringWriter();
        var code = TelemetryHealth.Ask(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new FakeTimeProvider(now), output);
        return (code, output.ToString().TrimEnd());
    }
}
