using System.Collections.Concurrent;

namespace LlmMcp.Simulator.Store;

/// <summary>The disk of one node: installed models and uploaded blobs (digest and size only, never the bytes).</summary>
internal sealed class ModelStore
{
    private const int MaxModels = 4096;
    private const int MaxBlobs = 4096;

    private readonly ConcurrentDictionary<string, StoredModel> models = new();
    private readonly ConcurrentDictionary<string, long> blobs = new();

    public int Count => models.Count;

    /// <summary>Newest first, as <c>/api/tags</c> lists them.</summary>
    public IReadOnlyList<StoredModel> List() =>
        [.. models.Values.OrderByDescending(model => model.ModifiedAt).ThenBy(model => model.Name.Display, StringComparer.Ordinal)];

    public StoredModel? Find(string name) => ModelName.Parse(name) is { } parsed ? models.GetValueOrDefault(parsed.Key) : null;

    /// <summary>Adds or replaces; false when the node's disk is full.</summary>
    public bool Put(StoredModel model)
    {
        if (models.Count >= MaxModels && !models.ContainsKey(model.Name.Key))
        {
            return false;
        }

        models[model.Name.Key] = model;
        return true;
    }

    public StoredModel? Remove(string name) =>
        ModelName.Parse(name) is { } parsed && models.TryRemove(parsed.Key, out var removed) ? removed : null;

    public bool HasBlob(string digest) => blobs.ContainsKey(digest);

    public long? BlobSize(string digest) => blobs.TryGetValue(digest, out var size) ? size : null;

    /// <summary>Remembers an uploaded blob; false when the node's disk is full.</summary>
    public bool AddBlob(string digest, long size) => blobs.ContainsKey(digest) || (blobs.Count < MaxBlobs && blobs.TryAdd(digest, size));
}
