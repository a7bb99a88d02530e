using System.Diagnostics;
using System.Diagnostics.Metrics;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Speeds;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Metrics;

/// <summary>
/// llm-mcp as a server of models, in the conventions' words (<c>gen_ai.server.*</c>): from the submit of a request on, its wait
/// and failed attempts included. What the model's own call took is told by the worker (<c>gen_ai.client.*</c>).
/// </summary>
internal sealed class GenAiMetrics
{
    private const string Other = "other";

    private readonly FleetCache fleet;
    private readonly Histogram<double> requests;
    private readonly Histogram<double> firstTokens;
    private readonly Histogram<double> tokens;

    public GenAiMetrics(LlmMcpTelemetry telemetry, FleetCache fleet, JobEvents events)
    {
        this.fleet = fleet;
        requests = Seconds("gen_ai.server.request.duration", "From the submit of a request to its end.", GenAi.Seconds);
        firstTokens = Seconds("gen_ai.server.time_to_first_token", "From the submit of a request to the first token of its answer.", [.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10, 30, 60]);
        tokens = Seconds("gen_ai.server.time_per_output_token", "Time per token after the first.", [.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5]);
        events.AttemptsEnded += OnEnded;

        Histogram<double> Seconds(string name, string description, IReadOnlyList<double> bounds) =>
            telemetry.Meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
    }

    private void OnEnded(IReadOnlyList<EndedAttempt> attempts)
    {
        foreach (var attempt in attempts)
        {
            if (attempt.IsLast && GenAi.OperationOf(attempt.Kind) is { } operation)
            {
                Record(attempt, operation);
            }
        }
    }

    private void Record(EndedAttempt attempt, string operation)
    {
        var provider = JobProviders.Of(attempt.Kind);
        var answer = attempt.Succeeded ? MeasuredAnswer.Read(attempt.Metrics.Span, attempt.Result.Span) : null;
        var tags = new TagList
        {
            { "gen_ai.operation.name", operation }, { "gen_ai.provider.name", provider },
            // Of what is known only: names come from callers, and each would be a series of its own.
            { "gen_ai.response.model", answer is { Model.Length: > 0 } ? fleet.Current.FindModel(provider, answer.Model)?.Id ?? Other : Other },
        };
        if (!attempt.Succeeded)
        {
            tags.Add("error.type", GenAi.ErrorTypeOf(attempt.ErrorClass));
        }

        requests.Record(attempt.Age.TotalSeconds, tags);
        if (answer is { FirstTokenMs: { } first })
        {
            var rest = (answer.Ms - first) / 1000;
            firstTokens.Record(Math.Max(0, attempt.Age.TotalSeconds - rest), tags);
            if (answer.TokensOut > 1)
            {
                tokens.Record(rest / (answer.TokensOut - 1), tags);
            }
        }
    }
}
