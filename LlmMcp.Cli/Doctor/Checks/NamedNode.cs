namespace LlmMcp.Cli.Doctor.Checks;

/// <summary>A model server as a variable names it.</summary>
/// <param name="Variable">Who says so.</param>
/// <param name="Text">What it says.</param>
/// <param name="IsOllama">Ollama's protocol; else OpenAI's.</param>
/// <param name="IsDefault">True when nobody said anything and this is the usual place.</param>
internal sealed record NamedNode(string Variable, string Text, bool IsOllama, bool IsDefault = false)
{
    /// <summary>The base address, or null when the text is none.</summary>
    public Uri? Address { get; } = ToAddress(Text, IsOllama);

    /// <summary>Without a password that an address may hold.</summary>
    public string Shown => Address?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/') ?? Text;

    private static Uri? ToAddress(string text, bool isOllama)
    {
        var whole = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(whole.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return null;
        }

        // "gpu-box" means Ollama's port there; with a scheme the port is the scheme's own.
        return isOllama && address.IsDefaultPort && whole != text ? new UriBuilder(address) { Port = 11434 }.Uri : address;
    }
}

/// <summary>All model servers that the environment names.</summary>
internal static class NamedNodes
{
    private const string DefaultOllama = "http://127.0.0.1:11434";

    public static IReadOnlyList<NamedNode> In(CliHost host) =>
    [
        host.Variable("OLLAMA_BASE_URL") is { } ollama ? new NamedNode("OLLAMA_BASE_URL", ollama, IsOllama: true) : new NamedNode("OLLAMA_BASE_URL", DefaultOllama, IsOllama: true, IsDefault: true),
        .. Listed("OLLAMA_EXTRA_ENDPOINTS", isOllama: true, host),
        .. Listed("COMPAT_ENDPOINTS", isOllama: false, host),
        .. Listed("MLX_API_URL", isOllama: false, host),
    ];

    private static IEnumerable<NamedNode> Listed(string variable, bool isOllama, CliHost host) =>
        (host.Variable(variable) ?? string.Empty)
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Take(100)
            .Select(text => new NamedNode(variable, text, isOllama));
}
