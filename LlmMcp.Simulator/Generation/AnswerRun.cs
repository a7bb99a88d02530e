using System.Runtime.CompilerServices;
using LlmMcp.Simulator.Faults;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Runners;

namespace LlmMcp.Simulator.Generation;

/// <summary>One request at work: holds its slot from the prompt's first token to the answer's last, and gives it back when disposed.</summary>
internal sealed class AnswerRun : IDisposable
{
    private readonly Start start;
    private readonly ModelPace pace;
    private TimeSpan evaluation;
    private int written;

    private AnswerRun(Start start)
    {
        this.start = start;
        pace = start.Node.PaceOf(start.Lease.Runner.Model.Spec);
    }

    public int PromptTokens => start.PromptTokens;

    public int ContextLength => start.Lease.Runner.ContextLength;

    public string DoneReason => start.Answer.DoneReason;

    public AnswerTimings Timings => new(
        start.Node.Time.GetElapsedTime(start.At), start.Load, start.PromptTokens, start.PromptEvaluation, written, evaluation, start.Answer.DoneReason);

    /// <summary>Waits for the slot and reads the prompt.</summary>
    public static async Task<AnswerRun> StartAsync(SimulatedNode node, AnswerRequest request, CancellationToken cancellationToken)
    {
        var startedAt = node.Time.GetTimestamp();
        var faults = await node.MeetFaultsAsync(request.Model.Name.Display, runsModel: true, cancellationToken);
        var lease = await node.Runners.AcquireAsync(
            new RunnerRequest(request.Model, request.Settings.ContextLength, request.KeepAlive), cancellationToken);
        try
        {
            var load = node.Time.GetElapsedTime(startedAt);
            var promptTokens = FitPrompt(request, lease.Runner.ContextLength);
            var reading = new TokenPacer(node.Time);
            await reading.WaitAsync(
                promptTokens * Slowdown(node, lease, faults) / node.PaceOf(request.Model.Spec).PromptTokensPerSecond, cancellationToken);
            var answer = AnswerWriter.Write(request, AnswerWriter.Draw(request, node.NextDraw()), node.Label, lease.Runner.ContextLength);
            return new AnswerRun(new Start(node, lease, faults, answer, promptTokens, startedAt, load, reading.Elapsed));
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>The answer, piece by piece, at the model's pace.</summary>
    public async IAsyncEnumerable<AnswerPiece> PiecesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pacer = new TokenPacer(start.Node.Time);
        var chunks = 0;
        foreach (var (piece, tokens) in Plan())
        {
            if (start.Faults.Break is { } fault && chunks++ >= fault.AfterChunks)
            {
                throw fault.Abort ? new ConnectionCut() : Refusal.Failed(fault.Text);
            }

            await pacer.WaitAsync(tokens * Slowdown(start.Node, start.Lease, start.Faults) / pace.TokensPerSecond, cancellationToken);
            written += tokens;
            start.Node.CountTokens(tokens);
            evaluation = pacer.Elapsed;
            yield return piece;
        }
    }

    public void Dispose() => start.Lease.Dispose();

    private IEnumerable<(AnswerPiece Piece, int Tokens)> Plan()
    {
        foreach (var token in start.Answer.Thinking)
        {
            yield return (new AnswerPiece.Thought(token), 1);
        }

        foreach (var token in start.Answer.Content)
        {
            yield return (new AnswerPiece.Content(token), 1);
        }

        if (start.Answer.Call is { } call)
        {
            yield return (new AnswerPiece.Call(call), start.Answer.CallTokens);
        }
    }

    private static int FitPrompt(AnswerRequest request, int contextLength)
    {
        var tokens = request.Context.Count + Tokens.Count(request.Rendered) + 1;
        if (tokens < contextLength)
        {
            return tokens;
        }

        return request.Truncate
            ? (contextLength / 2) + 2
            : throw Refusal.BadRequest(
                $"{{\"error\":{{\"code\":400,\"message\":\"request ({tokens} tokens) exceeds the available context size ({contextLength} tokens), "
                + $"try increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":{tokens},\"n_ctx\":{contextLength}}}}}");
    }

    // Layers outside the accelerator run about eight times slower than those inside.
    private static double Slowdown(SimulatedNode node, RunnerLease lease, FaultEffects faults) =>
        faults.SlowFactor * (1 + (node.Options.Contention * (node.Runners.Running - 1))) * (1 + (7 * lease.Runner.Offloaded));

    private sealed record Start(
        SimulatedNode Node, RunnerLease Lease, FaultEffects Faults, Answer Answer, int PromptTokens, long At, TimeSpan Load, TimeSpan PromptEvaluation);
}
