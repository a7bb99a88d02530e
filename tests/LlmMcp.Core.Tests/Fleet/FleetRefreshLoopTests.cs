using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Tests.Fleet;

public sealed class FleetRefreshLoopTests
{
    [Fact]
    public async Task The_fleet_and_the_clouds_are_known_when_the_start_is_over()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await database.RunAsync("insert into devices (id, provider, origin, base_url, status) values ('d1', 'ollama', 'test', 'http://10.0.0.1:11434', 'online')");
        using var cache = new FleetCache(database.Reader);
        using var loop = new FleetRefreshLoop(cache, database.Writer(), new JobEvents(), Options.Create(new FleetOptions()), NullLogger<FleetRefreshLoop>.Instance);

        await loop.StartAsync(CancellationToken.None);

        Assert.Equal(["cloud:openai", "cloud:openrouter", "d1"], cache.Current.Devices.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["cloud:openai", "cloud:openrouter"], await database.ListAsync("select distinct device_id from device_slots where device_id like 'cloud:%' order by device_id"));
        await loop.StopAsync(CancellationToken.None);
    }
}
