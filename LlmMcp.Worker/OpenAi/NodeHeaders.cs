using System.ClientModel.Primitives;

namespace LlmMcp.Worker.OpenAi;

/// <summary>Sets the Host header a node wants and removes the Authorization header where there is no key.</summary>
internal sealed class NodeHeaders(bool keepsAuthorization, string host) : PipelinePolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Apply(message);
        ProcessNext(message, pipeline, currentIndex);
    }

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Apply(message);
        return ProcessNextAsync(message, pipeline, currentIndex);
    }

    private void Apply(PipelineMessage message)
    {
        if (!keepsAuthorization)
        {
            message.Request.Headers.Remove("Authorization");
        }

        if (host.Length > 0)
        {
            message.Request.Headers.Set("Host", host);
        }
    }
}
