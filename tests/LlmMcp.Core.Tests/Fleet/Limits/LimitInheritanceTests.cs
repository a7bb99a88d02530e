using LlmMcp.Core.Fleet.Limits;

namespace LlmMcp.Core.Tests.Fleet.Limits;

public sealed class LimitInheritanceTests
{
    private static readonly LimitedDevice Host = new("pi5.ts.net", null, false);
    private static readonly LimitedDevice Port = new("pi5.ts.net:11435", "pi5.ts.net", false);

    [Fact]
    public void The_default_counts_for_devices_without_an_entry_of_their_own()
    {
        var entries = Entries(("*", new() { MaxParamsB = 3, MaxConcurrency = 2 }), ("pi5.ts.net", new() { MaxSizeGb = 4 }));

        Assert.Equal("max_size_gb=own", Sources(Host, entries));
        Assert.Equal("max_concurrency=default max_params_b=default", Sources(new("other", null, false), entries));
    }

    [Fact]
    public void A_port_inherits_field_by_field_what_it_does_not_say_itself()
    {
        var entries = Entries(
            ("*", new() { MaxConcurrency = 9 }), ("pi5.ts.net", new() { MaxParamsB = 3, MaxConcurrency = 2, DenyModels = ["x"] }), ("pi5.ts.net:11435", new() { MaxConcurrency = 1 }));

        var limits = LimitInheritance.Resolve(Port, entries);

        Assert.Equal((3m, 1), (limits.Limits.MaxParamsB, limits.Limits.MaxConcurrency));
        Assert.Equal("deny_models=inherited max_concurrency=own max_params_b=inherited", Sources(Port, entries));
    }

    [Fact]
    public void A_port_of_a_host_without_an_entry_gets_the_default()
    {
        var entries = Entries(("*", new() { RamGb = 8 }));

        Assert.Equal("max_context=derived max_params_b=derived max_size_gb=derived ram_gb=default", Sources(Port, entries));
        Assert.Equal(5, LimitInheritance.Resolve(Port, entries).Limits.MaxParamsB);
    }

    [Fact]
    public void Values_are_derived_from_the_memory_that_counts_in_the_end()
    {
        var entries = Entries(("pi5.ts.net", new() { VramGb = 24 }), ("pi5.ts.net:11435", new() { RamGb = 8 }));

        var port = LimitInheritance.Resolve(Port, entries).Limits;

        // The port's own memory is all its memory: the GPU of the host is not its.
        Assert.Equal((8m, null, 5m), (port.RamGb, port.VramGb, port.MaxParamsB));
        Assert.Equal(18, LimitInheritance.Resolve(Host, entries).Limits.MaxParamsB);
    }

    [Fact]
    public void What_an_operator_enters_lies_over_the_settings()
    {
        var entries = Entries(("*", new() { RamGb = 8, MaxConcurrency = 1 }), ("pi5.ts.net", new() { RamGb = 16 }));
        entries.Enter("pi5.ts.net", new DeviceLimits { MaxConcurrency = 4 });

        var host = LimitInheritance.Resolve(Host, entries).Limits;

        Assert.Equal((16m, 4, 12m), (host.RamGb, host.MaxConcurrency, host.MaxParamsB));
        Assert.Equal(4, LimitInheritance.Resolve(Port, entries).Limits.MaxConcurrency);
    }

    [Theory]
    [InlineData("pi5.ts.net.")]
    [InlineData("PI5.ts.net")]
    public void Ids_of_the_deployed_system_are_understood(string id)
    {
        Assert.Equal("max_params_b=own", Sources(Host, Entries((id, new() { MaxParamsB = 3 }))));
        Assert.Equal("max_params_b=own", Sources(Port, Entries((id + ":11435", new() { MaxParamsB = 3 }))));
    }

    [Fact]
    public void A_cloud_has_a_concurrency_of_its_own_and_nothing_else()
    {
        var cloud = new LimitedDevice("cloud:openai", null, true);

        Assert.Equal("", Sources(cloud, Entries(("*", new() { RamGb = 8, MaxConcurrency = 2 }))));
        Assert.Equal("max_concurrency=own", Sources(cloud, Entries(("cloud:openai", new() { RamGb = 8, MaxConcurrency = 2 }))));
    }

    private static LimitEntries Entries(params (string Id, DeviceLimits Limits)[] configured)
    {
        var entries = new LimitEntries();
        foreach (var (id, limits) in configured)
        {
            entries.Configure(id, limits);
        }

        return entries;
    }

    private static string Sources(LimitedDevice device, LimitEntries entries) =>
        string.Join(' ', LimitInheritance.Resolve(device, entries).Sources.Select(static pair => $"{pair.Key}={pair.Value}"));
}
