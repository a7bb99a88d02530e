using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Workers;

/// <summary>
/// A claim as a worker of single calls sees it. Workers of the deployed system find their node in the payload
/// (<c>ollama_addr</c>, <c>ollama_host</c>, <c>device_id</c>); the stored payload stays as it is.
/// </summary>
internal sealed class WorkerPayload(IDeviceSource devices)
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
        TimeoutSeconds = claimed.TimeoutSeconds,
        QueuedAt = claimed.QueuedAt,
        UpdatedAt = claimed.UpdatedAt,
        LeaseUntil = claimed.LeaseUntil,
        DeadlineAt = claimed.DeadlineAt,
    };

    private byte[] Payload(ClaimedJob claimed)
    {
        if (claimed.DeviceId is not { } device || !JobKinds.IsOllama(claimed.Kind) || devices.Find(device) is not { } endpoint
            || JsonNode.Parse(claimed.Payload) is not JsonObject payload)
        {
            return claimed.Payload;
        }

        payload["ollama_addr"] = Address(new Uri(endpoint.BaseUrl));
        payload["ollama_host"] = endpoint.HostHeader;
        payload["device_id"] = device;
        return JsonSerializer.SerializeToUtf8Bytes(payload);
    }

    // host:port, always with the port: without one the deployed worker takes 11434. What is more than that goes as a URL.
    private static string Address(Uri url) =>
        url is { Scheme: "http", AbsolutePath: "/" } ? $"{url.Host}:{url.Port}" : url.AbsoluteUri.TrimEnd('/');
}
