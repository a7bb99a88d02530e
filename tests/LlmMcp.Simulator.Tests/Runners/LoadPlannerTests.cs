using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Pace;
using LlmMcp.Simulator.Runners;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Tests.Runners;

public sealed class LoadPlannerTests
{
    private const long GiB = 1L << 30;

    private static readonly HardwareProfile Gpu = new("gpu", 12 * GiB, 16 * GiB, 1, 1, 1);
    private static readonly HardwareProfile Cpu = new("cpu", 0, 8 * GiB, 1, 1, 1);
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Model_that_fits_is_loaded_whole_onto_the_accelerator() =>
        Assert.Equal(new LoadDecision.Load(5 * GiB), Decide(Gpu, 5 * GiB, Idle("a", 6 * GiB, Noon)));

    [Fact]
    public void Without_an_accelerator_nothing_is_on_one() =>
        Assert.Equal(new LoadDecision.Load(0), Decide(Cpu, 5 * GiB));

    [Fact]
    public void Idle_runner_used_longest_ago_makes_room()
    {
        var older = Idle("older", 5 * GiB, Noon.AddMinutes(-5));

        Assert.Equal(new LoadDecision.Evict(older), Decide(Gpu, 6 * GiB, Idle("newer", 5 * GiB, Noon), older));
    }

    [Fact]
    public void Runner_at_work_is_never_evicted()
    {
        var busy = Idle("busy", 8 * GiB, Noon);
        busy.Running = 1;

        Assert.IsType<LoadDecision.Wait>(Decide(Gpu, 6 * GiB, busy));
    }

    [Fact]
    public void One_model_too_many_evicts_even_when_there_is_room()
    {
        var first = Idle("first", GiB, Noon.AddMinutes(-1));

        Assert.Equal(new LoadDecision.Evict(first), Decide(Gpu, GiB, first, Idle("second", GiB, Noon), Idle("third", GiB, Noon)));
    }

    [Fact]
    public void Model_larger_than_the_accelerator_is_spread_once_it_is_alone()
    {
        var other = Idle("other", GiB, Noon);

        Assert.Equal(new LoadDecision.Evict(other), Decide(Gpu, 20 * GiB, other));
        Assert.Equal(new LoadDecision.Load(12 * GiB), Decide(Gpu, 20 * GiB));
    }

    [Fact]
    public void Model_larger_than_the_machine_is_refused() =>
        Assert.Equal(new LoadDecision.TooLarge(29 * GiB, 28 * GiB), Decide(Gpu, 29 * GiB));

    [Fact]
    public void Same_weights_with_another_context_go_first()
    {
        var same = Idle("wanted", GiB, Noon);

        Assert.Equal(new LoadDecision.Evict(same), Decide(Gpu, GiB, same));
    }

    private static LoadDecision Decide(HardwareProfile hardware, long needed, params Runner[] loaded) =>
        LoadPlanner.Decide(hardware, maxLoadedModels: 3, loaded, "wanted", needed);

    private static Runner Idle(string blob, long size, DateTimeOffset lastUsed) =>
        new(
            new StoredModel { Name = ModelName.Parse(blob)!, Spec = ModelCatalog.Get("llama3.2:1b"), BlobDigest = blob, ModifiedAt = Noon },
            new RunnerSize(4096, 1, size), size, TimeSpan.FromMinutes(5)) { IsLoading = false, LastUsedAt = lastUsed };
}
