namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>
/// Where the other processes are, told in the way of .NET's service discovery: <c>services__core__http__0=http://10.0.0.5:8080</c>.
/// An Aspire AppHost sets these; whoever starts processes otherwise may.
/// </summary>
public static class ServiceAddresses
{
    /// <summary>Options keys that hold the address of a service; they take it from there when nothing else sets them.</summary>
    private static readonly (string Key, string Service, string Endpoint)[] Keys =
        [("Worker:CoreAddress", "core", "grpc"), ("Telemetry:CoreUrl", "core", "http"), ("Bridge:CoreUrl", "core", "http")];

    /// <summary>
    /// The first address of a service's endpoint; null when none is told. Names count without regard to case, as in configuration.
    /// </summary>
    /// <param name="environment">The process's variables.</param>
    /// <param name="service">Such as <c>core</c>.</param>
    /// <param name="endpoint">Such as <c>http</c> or <c>grpc</c>.</param>
    public static string? Find(IReadOnlyDictionary<string, string> environment, string service, string endpoint)
    {
        var name = $"services__{service}__{endpoint}__0";
        return environment.FirstOrDefault(variable => variable.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } address ? address : null;
    }

    /// <summary>
    /// The address behind a URL whose host is the name of a service (<c>http://core</c>, <c>https+http://core</c>,
    /// <c>http://_grpc.core</c>); any other text as it is.
    /// </summary>
    /// <param name="environment">The process's variables.</param>
    /// <param name="text">What the setting says.</param>
    /// <param name="endpoint">The endpoint meant when the host names none.</param>
    public static string Resolve(IReadOnlyDictionary<string, string> environment, string text, string endpoint)
    {
        var begin = text.IndexOf("://", StringComparison.Ordinal);
        var host = text[(begin < 0 ? 0 : begin + 3)..].TrimEnd('/');
        // A port or a path is part of a real address.
        if (host.Length == 0 || host.AsSpan().ContainsAny(':', '/'))
        {
            return text;
        }

        var (service, named) = host.StartsWith('_') && host.IndexOf('.', StringComparison.Ordinal) is > 1 and var dot
            ? (host[(dot + 1)..], host[1..dot])
            : (host, endpoint);
        return Find(environment, service, named) ?? text;
    }

    /// <summary>Sets the addresses that nothing else sets, and replaces names of services by their addresses.</summary>
    internal static void Fill(Dictionary<string, string?> values, IReadOnlyDictionary<string, string> environment)
    {
        foreach (var (key, service, endpoint) in Keys)
        {
            if (values.TryGetValue(key, out var text) && text is not null)
            {
                values[key] = Resolve(environment, text, endpoint);
            }
            else if (Find(environment, service, endpoint) is { } address)
            {
                values[key] = address;
            }
        }
    }
}
