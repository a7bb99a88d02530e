namespace LlmMcp.Bench.Measuring;

/// <summary>Runs scenarios several times over and prints what they found.</summary>
internal sealed class BenchRun(int repetitions, TimeSpan limit)
{
    /// <summary>Answers the exit code: 0 when every repetition of every scenario counted.</summary>
    public async Task<int> RunAsync(IReadOnlyList<IScenario> scenarios, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Machine: {await Machine.DescribeAsync(cancellationToken)}.");
        var failed = false;
        foreach (var scenario in scenarios)
        {
            var results = new List<ScenarioResult>();
            for (var repetition = 1; repetition <= repetitions; repetition++)
            {
                await Console.Error.WriteLineAsync($"{scenario.Title}, {repetition} of {repetitions} …");
                try
                {
                    results.Add(await RunOnceAsync(scenario, cancellationToken));
                }
                catch (BenchFailedException failure)
                {
                    // The other scenarios may still have something to say.
                    failed = true;
                    await Console.Error.WriteLineAsync($"{scenario.Title} failed: {failure.Message}");
                }
            }

            if (results.Count > 0)
            {
                Console.WriteLine();
                Console.WriteLine(MarkdownReport.Section(scenario, results));
            }
        }

        return failed ? 1 : 0;
    }

    private async Task<ScenarioResult> RunOnceAsync(IScenario scenario, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        try
        {
            return await scenario.RunAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchFailedException($"not done within {limit.TotalMinutes:0.#} minutes (--minutes).");
        }
    }
}
