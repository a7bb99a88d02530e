using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LlmMcp.Client;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Resources;

/// <summary>What can be read: each is one call of Core, uncut.</summary>
internal sealed class HubResources(CoreHttp core)
{
    /// <summary>All of them.</summary>
    public McpServerResourceCollection ToCollection() =>
    [
        McpServerResource.Create(JobAsync),
        McpServerResource.Create(ResultAsync),
        McpServerResource.Create(DashboardAsync),
        McpServerResource.Create(ModelsAsync),
        McpServerResource.Create(CostsAsync),
    ];

    [McpServerResource(UriTemplate = "job://{id}", Name = "job", Title = "A job", MimeType = ResourceLinks.Json)]
    [Description("A job: status, question, place in line, answer or error, and why it went where it went.")]
    private Task<ResourceContents> JobAsync(RequestContext<ReadResourceRequestParams> request, [Description("The job's id.")] string id, CancellationToken cancellationToken) =>
        ReadAsync(request, CorePaths.Explain(id), null, cancellationToken);

    [McpServerResource(UriTemplate = "job://{id}/result", Name = "job-result", Title = "The result of a job", MimeType = ResourceLinks.Json)]
    [Description("The whole result of a job that has ended, with the model server's own answer in data.")]
    private Task<ResourceContents> ResultAsync(RequestContext<ReadResourceRequestParams> request, [Description("The job's id.")] string id, CancellationToken cancellationToken) =>
        ReadAsync(request, CorePaths.One(id), static job => new Job(job) switch
        {
            { Result: { } result } => result,
            { IsFinal: true } failed => JsonSerializer.SerializeToElement(new { status = failed.Status, error = failed.Error }),
            var open => throw new McpProtocolException($"The job has no result yet: it is {open.Status}. Read {ResourceLinks.JobUri(open.Id)}, or wait with llm_job_wait.", McpErrorCode.InvalidParams),
        }, cancellationToken);

    [McpServerResource(UriTemplate = ResourceLinks.DashboardUri, Name = "dashboard", Title = "The hub at a glance", MimeType = ResourceLinks.Json)]
    [Description("Everything at a glance: what is wrong, queue, running jobs, machines with their models, costs.")]
    private Task<ResourceContents> DashboardAsync(RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken) =>
        ReadAsync(request, CorePaths.Dashboard, null, cancellationToken);

    [McpServerResource(UriTemplate = ResourceLinks.ModelsUri, Name = "models", Title = "Models", MimeType = ResourceLinks.Json)]
    [Description("Every model that can be used now, and the machines that have it.")]
    private Task<ResourceContents> ModelsAsync(RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken) =>
        ReadAsync(request, CorePaths.Models, null, cancellationToken);

    [McpServerResource(UriTemplate = "costs://{period}", Name = "costs", Title = "Costs of a period", MimeType = ResourceLinks.Json)]
    [Description("What answers cost in the last day, week or month, by provider and by model.")]
    private Task<ResourceContents> CostsAsync(
        RequestContext<ReadResourceRequestParams> request,
        [Description("day, week or month."), AllowedValues("day", "week", "month")] string period, CancellationToken cancellationToken) =>
        ReadAsync(request, CorePaths.With(CorePaths.CostSummary, ("period", period), ("by", "model")), null, cancellationToken);

    private async Task<ResourceContents> ReadAsync(
        RequestContext<ReadResourceRequestParams> request, string path, Func<JsonElement, JsonElement>? part, CancellationToken cancellationToken)
    {
        try
        {
            var json = await core.GetAsync(path, cancellationToken);
            return new TextResourceContents { Uri = request.Params.Uri, MimeType = ResourceLinks.Json, Text = (part?.Invoke(json) ?? json).GetRawText() };
        }
        catch (CoreCallException call)
        {
            throw ResourceFailures.Of(call, request.Server.NegotiatedProtocolVersion);
        }
    }
}
