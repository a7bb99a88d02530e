using System.Text.Json;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Faults;

/// <summary>
/// The control API, which only simulated nodes have. Every node speaks for the whole fleet, so that a node that is off
/// can be switched on again through another one.
/// </summary>
internal static class FaultsApi
{
    private const string All = "*";

    private static readonly JsonSerializerOptions Strict = new(WireFormat.Json) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static void MapFaults(this IEndpointRouteBuilder routes, SimulatedFleet fleet)
    {
        routes.MapGet("/sim/state", context => Replies.JsonAsync(context, fleet.Nodes.Select(node => node.Snapshot())));
        routes.MapGet("/sim/faults", context => Replies.JsonAsync(context, Listed(Chosen(context, fleet))));
        routes.MapPost("/sim/faults", context => SetAsync(context, fleet));
        routes.MapDelete("/sim/faults", context => ClearAsync(context, fleet));
        routes.MapDelete("/sim/faults/{id:int}", context => RemoveAsync(context, fleet));
    }

    private static async Task SetAsync(HttpContext context, SimulatedFleet fleet)
    {
        using var body = await RequestBody.ReadAsync(context);
        var fault = Read(body.RootElement);
        var set = new List<SetFault>();
        foreach (var node in Chosen(context, fleet))
        {
            set.Add(new SetFault(node.Name, await node.BreakAsync(fault), fault));
        }

        await Replies.JsonAsync(context, set, status: StatusCodes.Status201Created);
    }

    private static async Task ClearAsync(HttpContext context, SimulatedFleet fleet)
    {
        foreach (var node in Chosen(context, fleet))
        {
            await node.RepairAllAsync();
        }

        await Replies.EmptyAsync(context, StatusCodes.Status200OK);
    }

    private static async Task RemoveAsync(HttpContext context, SimulatedFleet fleet)
    {
        var id = int.Parse(context.GetRouteValue("id")!.ToString()!);
        var found = false;
        foreach (var node in Chosen(context, fleet))
        {
            found |= await node.RepairAsync(id);
        }

        await Replies.EmptyAsync(context, found ? StatusCodes.Status200OK : StatusCodes.Status404NotFound);
    }

    /// <summary>The node that was asked, another one with <c>?node=name</c>, or all with <c>?node=*</c>.</summary>
    private static SimulatedNode[] Chosen(HttpContext context, SimulatedFleet fleet)
    {
        var name = context.Request.Query["node"].ToString();
        SimulatedNode[] chosen = name switch
        {
            "" => [context.Node()],
            All => [.. fleet.Nodes],
            _ => [.. fleet.Nodes.Where(node => node.Name == name)],
        };
        return chosen.Length > 0 ? chosen : throw Refusal.NotFound($"no simulated node is named '{name}'");
    }

    private static SetFault[] Listed(IEnumerable<SimulatedNode> nodes) =>
        [.. nodes.SelectMany(node => node.Faults.Select(entry => new SetFault(node.Name, entry.Key, entry.Value)))];

    private static Fault Read(JsonElement body)
    {
        Fault fault;
        try
        {
            fault = body.Deserialize<Fault>(Strict)!;
        }
        catch (JsonException error)
        {
            throw Refusal.BadRequest($"not a fault: {error.Message}");
        }

        return fault switch
        {
            { Probability: < 0 or > 1 } => throw Refusal.BadRequest("probability must be between 0 and 1"),
            { Factor: <= 0 } => throw Refusal.BadRequest("factor must be greater than 0"),
            { AfterChunks: < 0 } => throw Refusal.BadRequest("after_chunks must not be negative"),
            { Next: < 1 } => throw Refusal.BadRequest("next must be at least 1"),
            { Status: < 400 or > 599 } => throw Refusal.BadRequest("status must be between 400 and 599"),
            { ForSeconds: <= 0 } => throw Refusal.BadRequest("for_seconds must be greater than 0"),
            _ => fault,
        };
    }
}

internal sealed record SetFault(string Node, int Id, Fault Fault);
