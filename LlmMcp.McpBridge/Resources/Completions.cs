using LlmMcp.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Resources;

/// <summary>Completes arguments of resource templates and prompts: job ids, the newest first, and models. Fixed values, such as periods, the library completes from the arguments' own attributes.</summary>
internal sealed class Completions(CoreHttp core)
{
    /// <summary>The protocol's own bound.</summary>
    private const int Most = 100;

    private const int JobsLookedAt = 500;

    public async ValueTask<CompleteResult> CompleteAsync(RequestContext<CompleteRequestParams> request, CancellationToken cancellationToken)
    {
        try
        {
            return (request.Params.Ref, request.Params.Argument.Name) switch
            {
                (ResourceTemplateReference { Uri: { } uri }, "id") when uri.StartsWith(ResourceLinks.JobPrefix, StringComparison.Ordinal) =>
                    Of(await JobIdsAsync(cancellationToken), request.Params.Argument.Value),
                (PromptReference, "job") => Of(await JobIdsAsync(cancellationToken), request.Params.Argument.Value),
                (PromptReference, "model") => Of(await ModelsAsync(cancellationToken), request.Params.Argument.Value),
                // The last of a list is the one being written.
                (PromptReference, "models") => OfList(await ModelsAsync(cancellationToken), request.Params.Argument.Value),
                _ => new CompleteResult(),
            };
        }
        catch (CoreCallException)
        {
            // Nobody is helped by an error while typing.
            return new CompleteResult();
        }
    }

    private static CompleteResult OfList(IEnumerable<string> values, string begun)
    {
        var last = begun.LastIndexOf(',') + 1;
        return Of(values.Select(value => begun[..last] + value), begun);
    }

    private static CompleteResult Of(IEnumerable<string> values, string begun)
    {
        List<string> matching = [.. values.Where(value => value.StartsWith(begun.TrimStart(), StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.Ordinal)];
        return new CompleteResult { Completion = new Completion { Values = [.. matching.Take(Most)], Total = matching.Count, HasMore = matching.Count > Most } };
    }

    private async Task<IEnumerable<string>> JobIdsAsync(CancellationToken cancellationToken) =>
        (await core.GetAsync(CorePaths.With(CorePaths.Jobs, ("limit", $"{JobsLookedAt}"), ("brief", "1")), cancellationToken))
            .Items("jobs").Select(static job => job.Text("id")).OfType<string>();

    private async Task<IEnumerable<string>> ModelsAsync(CancellationToken cancellationToken) =>
        (await core.GetAsync(CorePaths.Models, cancellationToken)).Items("data").Select(static model => model.Text("id")).OfType<string>();
}
