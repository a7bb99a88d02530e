using System.Text;

namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>The table of variables in the README, written from <see cref="EnvironmentAliases"/> and <see cref="UnreadVariables"/>.</summary>
public static class EnvironmentTable
{
    /// <summary>The line before the table.</summary>
    public const string Begin = "<!-- variables: generated from EnvironmentAliases.cs, checked by a test -->";

    /// <summary>The line behind the table.</summary>
    public const string End = "<!-- /variables -->";

    /// <summary>The table as Markdown, without its surrounding lines.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder("| variable | read by | default | meaning |\n|---|---|---|---|\n");
        foreach (var variable in EnvironmentAliases.All)
        {
            var value = variable.Default.Length == 0 ? "" : $"`{variable.Default}`";
            text.Append("| `").Append(variable.Name).Append("` | ").Append(variable.Process).Append(" | ").Append(value).Append(" | ").Append(variable.Meaning).Append(" |\n");
        }

        var unread = string.Join(", ", UnreadVariables.All.Select(static variable => $"`{variable.Name}`"));
        return text.Append("\nKnown from older systems and not read; who sets one is told at the start, and why: ").Append(unread).Append(".\n").ToString();
    }
}
