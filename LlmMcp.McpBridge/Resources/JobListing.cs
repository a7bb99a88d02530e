using LlmMcp.Client;
using LlmMcp.McpBridge.Tools.Costs;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Resources;

/// <summary>Lists what is worth reading: the costs of each period and the jobs, the newest first, page by page.</summary>
internal sealed class JobListing(CoreHttp core)
{
    private const int PageSize = 50;

    public async ValueTask<ListResourcesResult> ListAsync(RequestContext<ListResourcesRequestParams> request, CancellationToken cancellationToken)
    {
        var after = request.Params?.Cursor;
        var listed = new ListResourcesResult();
        if (after is null)
        {
            foreach (var period in Periods.All)
            {
                listed.Resources.Add(Of(ResourceLinks.CostsUri(period), $"costs of the last {period}", null));
            }
        }

        try
        {
            var page = await core.GetAsync(CorePaths.With(CorePaths.Jobs, ("limit", $"{PageSize}"), ("brief", "1"), ("after", after)), cancellationToken);
            foreach (var job in page.Items("jobs").Select(static json => new Job(json)))
            {
                listed.Resources.Add(Of(ResourceLinks.JobUri(job.Id), $"{job.Kind} {job.Status}", job.QueuedAt));
            }

            listed.NextCursor = page.Text("next_after");
        }
        catch (CoreCallException call) when (after is null && call.Failure.IsPassing)
        {
            // What is always there can be listed while Core is away.
        }
        catch (CoreCallException call)
        {
            throw ResourceFailures.Of(call, request.Server.NegotiatedProtocolVersion);
        }

        return listed;
    }

    private static Resource Of(string uri, string name, DateTimeOffset? changed) => new()
    {
        Uri = uri,
        Name = name,
        MimeType = ResourceLinks.Json,
        Annotations = changed is null ? null : new Annotations { LastModified = changed },
    };
}
