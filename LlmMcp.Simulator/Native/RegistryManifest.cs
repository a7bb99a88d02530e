namespace LlmMcp.Simulator.Native;

internal sealed record RegistryManifest(RegistryLayer? Config, RegistryLayer[]? Layers);

internal sealed record RegistryLayer(string MediaType, string Digest, long Size);

internal sealed record RegistryConfig(string? ModelFamily, string? ModelType, string? FileType);
