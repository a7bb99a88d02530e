using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Ask;

/// <summary>One JSON object when the job has ended, whatever its end.</summary>
internal sealed class JsonAnswer(Terminal terminal) : IAnswerView
{
    public void StatusChanged(Job job)
    {
    }

    public void Waits(string why)
    {
    }

    public void TextArrived(string response, string thinking)
    {
    }

    public void AttemptBegan(long attempt)
    {
    }

    public void StreamBroke(string why)
    {
    }

    public void Finished(Job job, AskFacts facts) => JsonView.Write(terminal, new
    {
        job_id = job.Id,
        status = job.Status,
        response = job.Result?.Text("response"),
        thinking = job.Result?.Text("thinking"),
        error = job.Error,
        model = facts.Model,
        provider = facts.Provider,
        device_id = facts.Device,
        tokens_in = facts.TokensIn,
        tokens_out = facts.TokensOut,
        tokens_per_second = facts.TokensPerSecond,
        first_token_ms = facts.FirstToken is { } first ? Math.Round(first.TotalMilliseconds, 1) : (double?)null,
        total_ms = Math.Round(facts.Total.TotalMilliseconds, 1),
        cost = facts.Cost,
        job = job.Raw,
    });

    public void Abandoned()
    {
    }
}
