using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.Ollama;

/// <summary>
/// Opens calls to the node of a job: the device Core named, else the worker's own. Addresses in the payload are for old
/// workers and are not even read here.
/// </summary>
internal sealed class OllamaNodes(UpstreamHttp http, IOptions<UpstreamLimits> limits, IOptions<OllamaOptions> options, TimeProvider time)
{
    public OllamaOptions Options => options.Value;

    public OllamaCall Open(JobAssignment job) => new(http.Nodes, job.Device ?? Own(), limits.Value, time);

    private NodeAddress Own() =>
        NodeAddress.Parse(options.Value.BaseUrl) ?? throw new AttemptFailedException(ErrorClass.NotConfigured, "OLLAMA_BASE_URL is not a URL");
}
