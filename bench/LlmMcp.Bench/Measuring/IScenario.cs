namespace LlmMcp.Bench.Measuring;

/// <summary>Something that can be measured again and again, each time from nothing.</summary>
internal interface IScenario
{
    /// <summary>Heading in the results.</summary>
    string Title { get; }

    /// <summary>The arguments that run it.</summary>
    string Command { get; }

    /// <summary>Which processes share the machine, and the settings that matter.</summary>
    string Settings { get; }

    /// <summary>Measures once. Whatever it started is gone when it returns or throws.</summary>
    /// <exception cref="BenchFailedException">The run proves nothing.</exception>
    Task<ScenarioResult> RunAsync(CancellationToken cancellationToken);
}
