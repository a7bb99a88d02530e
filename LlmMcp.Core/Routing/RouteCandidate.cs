namespace LlmMcp.Core.Routing;

/// <summary>A place where a job may run, with what it would run there.</summary>
/// <param name="DeviceId">The device, a cloud provider's included.</param>
/// <param name="Provider">One of <see cref="Contracts.Providers"/>.</param>
/// <param name="Kind">The job's kind there.</param>
/// <param name="Model">Canonical name of the model; empty where the worker's default is meant.</param>
internal sealed record RouteCandidate(string DeviceId, string Provider, string Kind, string Model)
{
    /// <summary>Lower is taken first, whatever is free now: place of the tier, local before cloud.</summary>
    public int Preference { get; init; }

    /// <summary>Size class of the model; null when unknown.</summary>
    public string? Tier { get; init; }

    /// <summary>The model is in the device's memory.</summary>
    public bool Loaded { get; init; }

    /// <summary>Measured speed; null when never measured.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>Size of the model in billions; larger is better at equal speed.</summary>
    public decimal? ParamsB { get; init; }

    /// <summary>What loading the model is expected to take, on top of the attempt's limit; zero when it is loaded or nothing is known.</summary>
    public TimeSpan ExpectedLoad { get; init; }

    /// <summary>
    /// The model has to be loaded first, so that silence at the beginning says nothing against the device. Only of Ollama is it
    /// known what is loaded; elsewhere an expected load tells.
    /// </summary>
    public bool StartsCold => ExpectedLoad > TimeSpan.Zero || (!Loaded && Provider == Contracts.Providers.Ollama);

    /// <summary>The device's circuit is open and a probe is due: one job may try.</summary>
    public bool IsProbe { get; init; }

    /// <summary>Why it is where it is in the order, in a few words.</summary>
    public string Why { get; init; } = "";
}
