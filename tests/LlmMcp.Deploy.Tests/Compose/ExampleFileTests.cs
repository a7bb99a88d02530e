using System.Text.RegularExpressions;
using LlmMcp.ServiceDefaults.Environment;
using LlmMcp.Testing;

namespace LlmMcp.Deploy.Tests.Compose;

public sealed partial class ExampleFileTests
{
    [Fact]
    public async Task Every_variable_is_in_the_example_with_its_meaning_and_its_default()
    {
        var text = await ExampleFile.TextAsync();

        Assert.Equal(ExampleFile.Written(), text[(text.IndexOf(ExampleFile.Begin, StringComparison.Ordinal) + ExampleFile.Begin.Length)..]);
    }

    [Fact]
    public async Task Every_variable_the_compose_files_ask_for_is_in_the_example()
    {
        var example = await ExampleFile.TextAsync();
        string[] files = ["compose.yml", "deploy/compose/tailscale.yml", "deploy/compose/gpu.yml"];
        var asked = files.SelectMany(static file => Asked().Matches(File.ReadAllText(RepositoryFolder.Below(file)))).Select(static match => match.Groups["name"].Value).Distinct();

        var unread = UnreadVariables.All.SelectMany(static variable => ExampleFile.Names(variable.Name));
        Assert.All(asked.Except(unread), name => Assert.Matches($"(?m)^#?{WithoutNumber(name)}=", example));
    }

    /// <summary>The numbered nodes are shown by their first.</summary>
    private static string WithoutNumber(string name) => NumberedNode().Replace(name, "${stem}1");

    [GeneratedRegex(@"\$\{(?<name>[A-Z0-9_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Asked();

    [GeneratedRegex("^(?<stem>OLLAMA_(URL|MAX_CONCURRENT|MODEL|CAPABILITIES)_)[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberedNode();
}
