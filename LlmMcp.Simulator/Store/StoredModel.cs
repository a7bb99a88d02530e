using LlmMcp.Simulator.Catalog;

namespace LlmMcp.Simulator.Store;

/// <summary>A model on a node's disk: the published model plus what <c>/api/create</c> laid over it.</summary>
internal sealed record StoredModel
{
    public required ModelName Name { get; init; }

    public required ModelSpec Spec { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    public string ParentModel { get; init; } = "";

    public string? Template { get; init; }

    public string? System { get; init; }

    public string? License { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>>? Parameters { get; init; }

    public IReadOnlyList<StoredMessage> Messages { get; init; } = [];

    /// <summary>Digest of the weights. Two names of one blob share a runner.</summary>
    public required string BlobDigest { get; init; }

    public string EffectiveTemplate => Template ?? Spec.Template;

    public string? EffectiveLicense => License ?? Spec.License;

    public IReadOnlyList<KeyValuePair<string, string>> EffectiveParameters => Parameters ?? Spec.Parameters;

    public bool Can(ModelCapabilities capability) => Spec.Capabilities.HasFlag(capability);

    /// <summary>Digest of the manifest: changes with everything laid over the weights, not with the name.</summary>
    public string ManifestDigest => field ??= Sha256Hex.Of(
        $"manifest {BlobDigest} {Template} {System} {License} {string.Join(',', Parameters ?? [])} {string.Join(',', Messages)}");
}

internal sealed record StoredMessage(string Role, string Content);
