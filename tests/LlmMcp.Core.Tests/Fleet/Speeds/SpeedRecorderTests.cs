using System.Text;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Speeds;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Tests.Fleet.Speeds;

public sealed class SpeedRecorderTests
{
    [Fact]
    public async Task The_first_answer_counts_as_it_is_and_later_ones_move_the_average()
    {
        await using var rig = await RigAsync();

        await rig.EndAsync(Answer(tps: 100, ms: 1000));
        await rig.EndAsync(Answer(tps: 50, ms: 2000));

        Assert.Equal(["pi5 llama3.2:3b generate 90 1200 2"], await rig.SpeedsAsync());
    }

    [Fact]
    public async Task Answers_of_one_batch_weigh_as_if_they_had_come_one_after_the_other()
    {
        await using var rig = await RigAsync();

        await rig.EndAsync(Answer(tps: 100, ms: 1000));
        await rig.EndAsync(Answer(tps: 50, ms: 2000), Answer(tps: 50, ms: 2000));

        Assert.Equal(["pi5 llama3.2:3b generate 82 1360 3"], await rig.SpeedsAsync());
    }

    [Fact]
    public async Task An_outlier_moves_the_average_a_little_only()
    {
        await using var rig = await RigAsync();

        await rig.EndAsync(Answer(tps: 100, ms: 1000));
        await rig.EndAsync(Answer(tps: 90_000, ms: 1_000_000));

        Assert.Equal(["pi5 llama3.2:3b generate 160 1600 2"], await rig.SpeedsAsync());
    }

    [Fact]
    public async Task A_load_is_kept_when_there_was_one_and_stays_when_there_is_none()
    {
        await using var rig = await RigAsync();

        await rig.EndAsync(Answer(tps: 100, ms: 6000, load: 5000));
        await rig.EndAsync(Answer(tps: 100, ms: 1000, load: 30));

        Assert.Equal(["5000"], await rig.Database.ListAsync("select load_ms from model_speeds"));
        Assert.Equal(["1000"], await rig.Database.ListAsync("select latency_ms from model_speeds"));
    }

    [Fact]
    public async Task The_device_is_the_claims_and_the_model_the_one_asked_for()
    {
        await using var rig = await RigAsync();
        var job = await rig.AddJobAsync("nomic-embed-text");

        await rig.EndAsync(Answer(tps: 0, ms: 12) with { JobId = job, Kind = "ollama.embed" });

        Assert.Equal(["pi5 nomic-embed-text:latest embed  12 1"], await rig.SpeedsAsync());
    }

    [Fact]
    public async Task What_says_nothing_about_a_model_of_the_fleet_is_left_out()
    {
        await using var rig = await RigAsync();

        await rig.EndAsync(
            Answer(100, 1000) with { Succeeded = false },
            Answer(100, 1000) with { DeviceId = null },
            Answer(100, 1000) with { DeviceId = "gone" },
            Answer(100, 1000) with { Kind = "echo" },
            Answer(100, 1000) with { Metrics = "{\"ms\":5,\"model\":\"made-up\"}"u8.ToArray() },
            Answer(100, 1000) with { Metrics = default });

        Assert.Empty(await rig.SpeedsAsync());
    }

    [Fact]
    public async Task A_measurement_that_would_have_to_wait_is_dropped_and_nobody_waits()
    {
        await using var rig = await RigAsync();
        await rig.EndAsync(Answer(tps: 100, ms: 1000));
        await using var other = await rig.Database.Database.OpenAsync(CancellationToken.None);
        await using var transaction = await other.BeginTransactionAsync();
        await rig.EndOnAsync(other, Answer(tps: 50, ms: 1000));

        // The other batch has not committed: its row is held.
        await rig.EndAsync(Answer(tps: 20, ms: 1000));
        await transaction.CommitAsync();

        Assert.Equal(["pi5 llama3.2:3b generate 90 1000 2"], await rig.SpeedsAsync());
    }

    private static Task<SpeedRig> RigAsync() => SpeedRig.CreateAsync();

    private static EndedAttempt Answer(double tps, double ms, double load = 0) => new(
        Guid.CreateVersion7(), 1, "ollama.generate", "", "", "pi5", "w1", true, null, null, "{}"u8.ToArray(),
        Encoding.UTF8.GetBytes(FormattableString.Invariant($$"""{"ms":{{ms}},"model":"llama3.2:3b","tokens_out":100,"load_ms":{{load}},"tps":{{tps}}}""")));
}
