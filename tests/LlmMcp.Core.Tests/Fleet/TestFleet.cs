using System.Collections.Frozen;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;

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
        devices,
        devices.SelectMany(static device => device.Models, static (device, model) => (device.Provider, model)).Distinct().Select(static pair => Model(pair.Provider, pair.model)),
        benchmarks);

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

    private static CatalogueModel Model(string provider, string name)
    {
        var size = ModelTier.NominalSize(name, null);
        return new CatalogueModel(
            provider, name, name.Contains("embed", StringComparison.Ordinal) ? CatalogueModel.Embed : CatalogueModel.Chat, size, 131_072,
            name.StartsWith("qwen3:", StringComparison.Ordinal), ModelTier.Of(size));
    }
}
