namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>How the text of a variable is read.</summary>
public enum EnvironmentValueKind
{
    /// <summary>Taken as it is.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A number that may have decimals.</summary>
    Amount,

    /// <summary>A whole number of seconds, for a key that holds a time span.</summary>
    Seconds,

    /// <summary>Taken as it is, and never shown: a key, a token, or an address that holds one.</summary>
    Secret,

    /// <summary>An HTTP URL of Core, of which the host is taken; the port is that of gRPC.</summary>
    GrpcOfUrl,

    /// <summary>One http or https URL, or several separated by commas.</summary>
    Url,

    /// <summary>A level of logging by one of its usual names.</summary>
    LogLevelName,
}

/// <summary>One flat variable of the deployed system or of the seeds, and the options key it sets.</summary>
/// <param name="Name">Name in the environment; one that ends in <c>_n</c> stands for <c>_1</c> to <c>_32</c>, its key has <c>n</c> too.</param>
/// <param name="Key">Options key, with <c>:</c> between its parts.</param>
/// <param name="Process">Who reads it: Core, Worker, Telemetry, Bridge, CLI or all.</param>
/// <param name="Default">The default as a reader would write it; empty when there is none.</param>
/// <param name="Meaning">One sentence for the README table.</param>
/// <param name="Kind">How the text is read.</param>
public sealed record EnvironmentVariable(
    string Name, string Key, string Process, string Default, string Meaning, EnvironmentValueKind Kind = EnvironmentValueKind.Text);
