using System.Collections.Frozen;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Speeds;

namespace LlmMcp.Bench.Route;

/// <summary>A large fleet as the database would tell it: every node with models of every size, some loaded, some busy, some away.</summary>
internal sealed class RouteFleet(int nodes, int models)
{
    private static readonly decimal[] Sizes = [0.6m, 1m, 2m, 3m, 4m, 7m, 8m, 13m, 14m, 32m, 70m];

    private readonly CatalogueModel[] catalogue =
    [
        .. Enumerable.Range(0, models).Select(static number =>
        {
            var size = Sizes[number % Sizes.Length];
            return new CatalogueModel(Providers.Ollama, $"model{number:00}:{size}b", CatalogueModel.Chat, size, 8192 << (number % 5), number % 4 == 0, ModelTier.Of(size)) { SizeBytes = (long)(size * 600_000_000) };
        }),
        Cloud(Providers.OpenRouter, "vendor/economy", ModelTier.CloudEconomy, 0.2m), Cloud(Providers.OpenRouter, "vendor/premium", ModelTier.CloudPremium, 3m),
        Cloud(Providers.OpenAi, "economy", ModelTier.CloudEconomy, 0.15m), Cloud(Providers.OpenAi, "premium", ModelTier.CloudPremium, 2.5m),
    ];

    private readonly string[] local = [.. Enumerable.Range(0, models).Select(static number => $"model{number:00}:{Sizes[number % Sizes.Length]}b")];

    /// <summary>What the database's reader makes anew at each look: nothing in it is shared with the picture before.</summary>
    public FleetSnapshot Read()
    {
        FleetDevice[] devices = [.. Enumerable.Range(0, nodes).Select(Node), CloudDevice(Providers.OpenAi), CloudDevice(Providers.OpenRouter)];
        var speeds = from node in Enumerable.Range(0, nodes) from model in local select new ModelSpeed($"node{node:0000}", model, ModelSpeed.Generate, 5 + ((node * 31) % 97), 800, 200, 4_000, 9);
        return new FleetSnapshot(devices, catalogue, [], speeds, []);
    }

    private FleetDevice Node(int number) => new()
    {
        Id = $"node{number:0000}",
        Name = $"node {number}",
        Provider = Providers.Ollama,
        BaseUrl = new Uri($"http://10.0.{number / 250}.{number % 250}:11434"),
        Status = number % 50 == 7 ? DeviceStatus.Offline : DeviceStatus.Online,
        Models = local.ToFrozenSet(ModelName.Comparer),
        Loaded = new[] { local[number % models] }.ToFrozenSet(ModelName.Comparer),
        Forbidden = new Dictionary<string, string> { [local[number * 7 % models]] = "model_params_too_large" }.ToFrozenDictionary(ModelName.Comparer),
        Slots = 2,
        UsedSlots = number % 3,
    };

    private static CatalogueModel Cloud(string provider, string id, string tier, decimal price) =>
        new(provider, id, CatalogueModel.Chat, null, 1_000_000, Thinking: false, tier) { Origin = "seed", PriceIn = price, PriceOut = price * 4 };

    private static FleetDevice CloudDevice(string provider) => new() { Id = $"cloud:{provider}", Name = provider, Provider = provider, Status = DeviceStatus.Online };
}
