using System.Net.Http.Json;
using LlmMcp.Simulator.Faults;
using LlmMcp.Simulator.Fleet;
using LlmMcp.SystemTests.Checks;
using LlmMcp.SystemTests.Harness;

namespace LlmMcp.SystemTests.Fleet;

/// <summary>
/// What happens to a fleet in bad times, one blow after the other, the same for the same seed. Some nodes are spared: the jobs
/// that name a device name one of those.
/// </summary>
internal sealed class FleetWeather(FleetStage stage, Hub hub, FleetAudit audit, int seed, IReadOnlySet<SimulatedNode> spared)
{
    private static readonly string[] Comers = ["qwen3:0.6b", "llama3.2:3b", "mistral:7b", "llama3.1:8b", "phi4:14b", "all-minilm"];

    private readonly Random chance = new(seed);
    private readonly List<SimulatedNode> off = [];

    /// <summary>The sorts of blows; <see cref="StrikeAsync"/> takes them in turn.</summary>
    public const int Sorts = 14;

    /// <summary>Strikes once.</summary>
    public async Task StrikeAsync(int blow)
    {
        switch (blow % Sorts)
        {
            case 0 or 7:
                await SwitchOffAsync();
                break;
            case 1:
                // Takes the connection and never answers, while its list of models still comes: only the breaker can see it.
                await BreakAsync(new Fault { Kind = FaultKind.Hang, ForSeconds = FleetPlan.Speed * 20 });
                break;
            case 2:
                ChangeLimits(night: false);
                break;
            case 8:
                ChangeLimits(night: true);
                break;
            case 3:
                await PullAsync();
                await DeleteAsync();
                break;
            case 4:
                await BreakAsync(new Fault { Kind = FaultKind.Error, ForSeconds = FleetPlan.Speed * 10 });
                await BreakAsync(new Fault { Kind = FaultKind.Error, Text = "llama runner process has terminated: exit status 2", Next = 4 });
                break;
            case 5:
                await KillAWorkerAsync();
                break;
            case 6 or 12:
                await SwitchOnAsync();
                await audit.AgeCircuitsAsync();
                break;
            case 9:
                // Takes every connection and never answers: discovery sees it too.
                await BreakAsync(new Fault { Kind = FaultKind.Hang, AllEndpoints = true, ForSeconds = FleetPlan.Speed * 15 });
                break;
            case 10:
                await RestartACoreAsync();
                break;
            case 11:
                await BreakAsync(new Fault { Kind = FaultKind.Busy, Next = 5 });
                await BreakAsync(new Fault { Kind = FaultKind.Break, AfterChunks = 1, Abort = true, Next = 5 });
                break;
            default:
                await DeleteAsync();
                await PullAsync();
                break;
        }
    }

    /// <summary>The storm is over: everything that can come back does, as after a night of it.</summary>
    public async Task ClearAsync()
    {
        while (off.Count > 0)
        {
            await SwitchOnAsync();
        }

        foreach (var node in stage.Nodes.Nodes)
        {
            await node.RepairAllAsync();
        }

        stage.Limits.Write(new Dictionary<string, Limits>());
        await audit.AgeCircuitsAsync();
    }

    /// <summary>Night falls, and it is night for everybody when this returns: the largest models are forbidden everywhere.</summary>
    public async Task NightAsync()
    {
        ChangeLimits(night: true);
        await hub.Audit.WaitForCountAsync(
            """
            select (count(*) = 0)::integer::bigint
            from device_models h
            join models m on m.provider = h.provider and m.id = h.model_id
            join devices d on d.id = h.device_id
            where m.tier = 'xl' and h.available and h.forbidden is null and d.status = 'online'
            """,
            1);
        await Task.Delay(FleetJudgement.Lag, TimeProvider.System);
    }

    /// <summary>A node that is well: one that hangs would not even lose a model.</summary>
    private SimulatedNode Victim()
    {
        while (true)
        {
            var node = stage.Nodes.Nodes[chance.Next(stage.Nodes.Nodes.Count)];
            if (node.IsOnline && node.Faults.Count == 0 && !spared.Contains(node))
            {
                return node;
            }
        }
    }

    private async Task SwitchOffAsync()
    {
        var node = Victim();
        await stage.SwitchOffAsync(node);
        off.Add(node);
    }

    private async Task SwitchOnAsync()
    {
        if (off.Count > 0)
        {
            await stage.SwitchOnAsync(off[0]);
            off.RemoveAt(0);
        }
    }

    private async Task BreakAsync(Fault fault) => await Victim().BreakAsync(fault);

    private async Task PullAsync()
    {
        using var answer = await hub.Http.PostAsJsonAsync(new Uri(Victim().BaseUrl, "/api/pull"), new { model = Comers[chance.Next(Comers.Length)], stream = false });
        answer.EnsureSuccessStatusCode();
    }

    private async Task DeleteAsync()
    {
        var node = Victim();
        if (node.Models.Count > 1)
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(node.BaseUrl, "/api/delete"));
            request.Content = JsonContent.Create(new { model = node.Models[chance.Next(node.Models.Count)] });
            (await hub.Http.SendAsync(request)).EnsureSuccessStatusCode();
        }
    }

    /// <summary>Other limits for a third of the nodes, or at night the largest models forbidden everywhere. Ports inherit those of their hosts.</summary>
    private void ChangeLimits(bool night)
    {
        var hosts = stage.Nodes.Nodes.Where(static node => !FleetPlan.IsSecondPort(node)).ToList();
        stage.Limits.Write(night
            ? hosts.ToDictionary(stage.DeviceOf, static _ => new Limits(MaxParamsB: 13))
            : hosts.Where(node => !spared.Contains(node) && chance.Next(3) == 0).ToDictionary(stage.DeviceOf, Draw));
    }

    private Limits Draw(SimulatedNode node)
    {
        var models = node.Models;
        return chance.Next(4) switch
        {
            0 => new Limits(DenyModels: [models[chance.Next(models.Count)]]),
            1 => new Limits(AllowModels: [models[chance.Next(models.Count)]], MaxConcurrency: 1 + chance.Next(4)),
            2 => new Limits(MaxParamsB: 5),
            _ => new Limits(MaxConcurrency: 1 + chance.Next(6)),
        };
    }

    private async Task KillAWorkerAsync()
    {
        var worker = hub.Workers[chance.Next(hub.Workers.Count)];
        await worker.KillAsync();
        worker.Start();
    }

    private async Task RestartACoreAsync()
    {
        var core = hub.Cores[chance.Next(hub.Cores.Count)];
        if (chance.Next(2) == 0)
        {
            await core.KillAsync();
        }
        else
        {
            await core.TerminateAsync();
        }

        await core.StartAsync(hub.Http);
    }
}
