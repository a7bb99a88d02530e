using System.Text;
using System.Text.RegularExpressions;
using LlmMcp.ServiceDefaults.Environment;
using LlmMcp.Testing;

namespace LlmMcp.Deploy.Tests.Compose;

/// <summary><c>.env.example</c>, whose second half is written from <see cref="EnvironmentAliases"/>.</summary>
internal static partial class ExampleFile
{
    /// <summary>The line before the written half.</summary>
    public const string Begin = "# --- variables: generated from EnvironmentAliases.cs, checked by a test\n";

    /// <summary>Of the numbered names compose.yml passes on so many.</summary>
    private const int MostNumbered = 4;

    /// <summary>What compose.yml sets itself, or what stands in the first half.</summary>
    public static readonly IReadOnlyList<string> Wired =
        ["CORE_HTTP_ADDR", "CORE_GRPC_ADDR", "WORKER_URL", "HEALTH_ADDR", "CORE_HTTP_URL", "TELEMETRY_STATE_DIR", "MCP_HTTP_ADDR"];

    private static readonly string[] InTheFirstHalf = ["INTERNAL_API_KEY", "DB_DSN", "DB_HOST", "DB_PORT", "DB_USER", "DB_PASSWORD", "DB_NAME", "OLLAMA_BASE_URL"];

    /// <summary>The file as it is.</summary>
    public static async Task<string> TextAsync() => (await File.ReadAllTextAsync(RepositoryFolder.Below(".env.example"))).ReplaceLineEndings("\n");

    /// <summary>The file after a person has set what is required.</summary>
    public static string WithKeys(string example) => Required().Replace(example, "$0x0123456789abcdef");

    /// <summary>The second half as it should be.</summary>
    public static string Written()
    {
        var text = new StringBuilder();
        foreach (var variable in EnvironmentAliases.All.DistinctBy(static variable => variable.Name).Where(static variable => !Wired.Contains(variable.Name) && !InTheFirstHalf.Contains(variable.Name)))
        {
            var names = Names(variable.Name).ToList();
            var note = names.Count > 1 ? $" compose.yml passes on 1 to {MostNumbered}; more nodes go into OLLAMA_EXTRA_ENDPOINTS." : "";
            text.Append("# ").Append(variable.Process).Append(": ").Append(variable.Meaning).Append(note).Append('\n')
                .Append('#').Append(names[0]).Append('=').Append(variable.Default).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The variable itself, or the first of the numbered ones it stands for.</summary>
    public static IEnumerable<EnvironmentVariable> Numbered(EnvironmentVariable variable) => Names(variable.Name).Select(name => variable with { Name = name });

    /// <summary>The name itself, or the first of the numbered ones it stands for.</summary>
    public static IEnumerable<string> Names(string name) => NumberedName.Of(name).Take(MostNumbered);

    [GeneratedRegex("^(INTERNAL_API_KEY|POSTGRES_PASSWORD)=", RegexOptions.Multiline, 1000)]
    private static partial Regex Required();
}
