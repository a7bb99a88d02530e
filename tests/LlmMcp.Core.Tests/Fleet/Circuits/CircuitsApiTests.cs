using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;

namespace LlmMcp.Core.Tests.Fleet.Circuits;

/// <summary>The breaker in a whole Core: the door of operators, and the news that reaches every Core's picture.</summary>
public sealed class CircuitsApiTests
{
    [Fact]
    public async Task An_operator_closes_a_circuit_and_every_Core_hears_of_it()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.AddDeviceAsync("d1", 1);
        await database.ExecuteAsync("insert into device_circuits (device_id, state, failures, opened_at) values ('d1', 'open', 3, now())");
        // Only the news can be what makes the picture change.
        await using var core = await TestCore.StartAsync(database, null, ("Fleet:RefreshInterval", "00:01:00"));
        await using var other = await TestCore.StartAsync(database, null, ("Fleet:RefreshInterval", "00:01:00"));
        await UntilAsync(core, CircuitState.Open);
        await UntilAsync(other, CircuitState.Open);

        using var answer = await core.PostAsync("/v1/devices/d1/circuit/reset", "");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await UntilAsync(core, CircuitState.Closed);
        await UntilAsync(other, CircuitState.Closed);
    }

    [Fact]
    public async Task A_device_nobody_knows_is_not_found()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);

        using var answer = await core.PostAsync("/v1/devices/nobody/circuit/reset", "");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("device_not_found", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    private static async Task UntilAsync(TestCore core, CircuitState state)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (core.Get<FleetCache>().Current.Devices.GetValueOrDefault("d1")?.Circuit.State != state)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
