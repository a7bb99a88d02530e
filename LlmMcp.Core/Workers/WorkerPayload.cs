using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Core.Costs;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Workers;

/// <summary>
/// A claim as a worker of single calls sees it. Workers of the deployed system find their node in the payload
/// (<c>ollama_addr</c>, <c>ollama_host</c>, <c>device_id</c>) and what the answer will cost (<c>_tier</c>, <c>_price_in_1m</c>,
/// <c>_price_out_1m</c>, USD per million tokens, 0 when unpriced); the stored payload stays as it is.
/// </summary>
internal sealed class WorkerPayload(IDeviceSource devices, FleetCache fleet, PriceTable prices)
{
    public Job ForSingleCall(ClaimedJob claimed) => new()
    {
        Id = claimed.Id,
        Kind = claimed.Kind,
        Status = JobStatus.Running,
        Payload = Payload(claimed),
        Attempts = claimed.Attempts,
        MaxAttempts = claimed.MaxAttempts,
        Priority = claimed.Priority,
        ClaimNo = claimed.ClaimNo,
        DeviceId = claimed.DeviceId,
        TimeoutSeconds = claimed.AttemptSeconds,
        QueuedAt = claimed.QueuedAt,
        UpdatedAt = claimed.UpdatedAt,
        LeaseUntil = claimed.LeaseUntil,
        DeadlineAt = claimed.DeadlineAt,
    };

    private byte[] Payload(ClaimedJob claimed)
    {
        if (!JobKinds.CallsModel(claimed.Kind) || JsonNode.Parse(claimed.Payload) is not JsonObject payload)
        {
            return claimed.Payload;
        }

        if (claimed.DeviceId is { } device && JobKinds.IsOllama(claimed.Kind) && devices.Find(device) is { } endpoint)
        {
            payload["ollama_addr"] = Address(new Uri(endpoint.BaseUrl));
            payload["ollama_host"] = endpoint.HostHeader;
            payload["device_id"] = device;
        }

        AddPrice(payload, JobProviders.Of(claimed.Kind));
        return JsonSerializer.SerializeToUtf8Bytes(payload);
    }

    private void AddPrice(JsonObject payload, string provider)
    {
        var model = payload["model"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : "";
        var price = model.Length == 0 ? default : prices.Find(provider, model);
        payload["_tier"] = model.Length == 0 ? "" : fleet.Current.FindModel(provider, model)?.Tier ?? "";
        payload["_price_in_1m"] = price.In;
        payload["_price_out_1m"] = price.Out;
    }

    // host:port, always with the port: without one the deployed worker takes 11434. What is more than that goes as a URL.
    private static string Address(Uri url) =>
        url is { Scheme: "http", AbsolutePath: "/" } ? $"{url.Host}:{url.Port}" : url.AbsoluteUri.TrimEnd('/');
}
