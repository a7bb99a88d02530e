using System.Collections.Frozen;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Fleet.Speeds;

namespace LlmMcp.Core.Tests.Fleet;

/// <summary>Fleets in words: <c>TestFleet.Of(TestFleet.Ollama("pi5", "llama3.2:3b"))</c>.</summary>
internal static class TestFleet
{
    public static FleetDevice Ollama(string id, params string[] models) => Node(id, Providers.Ollama, 11434, models);

    public static FleetDevice Compat(string id, params string[] models) => Node(id, Providers.Compat, 8000, models);

    public static FleetDevice Cloud(string provider) => new() { Id = $"cloud:{provider}", Name = provider, Provider = provider, Status = DeviceStatus.Online };

    public static FleetDevice Offline(this FleetDevice device) => device with { Status = DeviceStatus.Offline };

    public static FleetDevice WithLoaded(this FleetDevice device, params string[] models) => device with { Loaded = models.ToFrozenSet(ModelName.Comparer) };

    /// <summary>A snapshot whose catalogue follows from the models' names.</summary>
    public static FleetSnapshot Of(params FleetDevice[] devices) => With([], devices);

    public static FleetSnapshot With(BenchmarkFact[] benchmarks, params FleetDevice[] devices) => new(
        devices, Catalogue(devices), benchmarks);

    /// <summary>The fleet with both clouds and the models Core ships for them.</summary>
    public static FleetSnapshot WithClouds(params FleetDevice[] devices) => WithClouds(Shipped, [], devices);

    /// <summary>The fleet with both clouds, given cloud models and measured speeds.</summary>
    public static FleetSnapshot WithClouds(CatalogueModel[] cloudModels, ModelSpeed[] speeds, params FleetDevice[] devices) => new(
        devices.Concat([Cloud(Providers.OpenAi), Cloud(Providers.OpenRouter)]).DistinctBy(static device => device.Id),
        Catalogue(devices).Concat(cloudModels), [], speeds);

    public static CatalogueModel[] Shipped { get; } =
    [
        CloudModel(Providers.OpenAi, "gpt-4o-mini", ModelTier.CloudEconomy, 128_000, 0.15m, 0.60m),
        CloudModel(Providers.OpenAi, "gpt-4o", ModelTier.CloudPremium, 128_000, 2.50m, 10m),
        CloudModel(Providers.OpenRouter, "x-ai/grok-4.1-fast", ModelTier.CloudEconomy, 131_000, 0.20m, 0.50m),
        CloudModel(Providers.OpenRouter, "google/gemini-2.5-flash", ModelTier.CloudEconomy, 1_000_000, 0.30m, 2.50m),
        CloudModel(Providers.OpenRouter, "anthropic/claude-sonnet-4-5", ModelTier.CloudPremium, 200_000, 3m, 15m) with { Thinking = true },
    ];

    public static CatalogueModel CloudModel(string provider, string id, string tier, int? context, decimal? priceIn = null, decimal? priceOut = null) =>
        new(provider, id, CatalogueModel.Chat, null, context, Thinking: false, tier) { Origin = "seed", PriceIn = priceIn, PriceOut = priceOut };

    public static FleetDevice WithCircuit(this FleetDevice device, CircuitState state, bool probeDue = false) =>
        device with { Circuit = new Circuit(state, Circuit.OpensAt, DateTimeOffset.UnixEpoch, probeDue) };

    public static FleetDevice WithForbidden(this FleetDevice device, string model, string reason) =>
        device with { Forbidden = new Dictionary<string, string> { [model] = reason }.ToFrozenDictionary(ModelName.Comparer) };

    private static FleetDevice Node(string id, string provider, int port, string[] models) => new()
    {
        Id = id,
        Name = id,
        Provider = provider,
        Host = id,
        BaseUrl = new Uri($"http://{id}:{port}"),
        Status = DeviceStatus.Online,
        Models = models.Select(model => ModelName.Canonical(provider, model)).ToFrozenSet(ModelName.Comparer),
    };

    private static IEnumerable<CatalogueModel> Catalogue(FleetDevice[] devices) => devices
        .SelectMany(static device => device.Models, static (device, model) => (device.Provider, model)).Distinct().Select(static pair => Model(pair.Provider, pair.model));

    // A name may say its context: long:7b-ctx8000.
    private static CatalogueModel Model(string provider, string name)
    {
        var size = ModelTier.NominalSize(name, null);
        return new CatalogueModel(
            provider, name, name.Contains("embed", StringComparison.Ordinal) ? CatalogueModel.Embed : CatalogueModel.Chat, size, Context(name),
            name.StartsWith("qwen3:", StringComparison.Ordinal), ModelTier.Of(size));
    }

    private static int? Context(string name) =>
        name.IndexOf("-ctx", StringComparison.Ordinal) is > 0 and var at ? int.TryParse(name[(at + 4)..], out var tokens) ? tokens : null : 131_072;
}
