using System.Diagnostics;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;

namespace LlmMcp.Cli.Tests.CommandLine;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("", "ask")]
    [InlineData("jobs ", "watch")]
    [InlineData("jobs list --sta", "--status")]
    [InlineData("jobs list --status ", "canceled")]
    [InlineData("ask --quality ", "premium")]
    [InlineData("route --quality ", "ultra")]
    [InlineData("devices ", "discover")]
    [InlineData("costs --by ", "model")]
    [InlineData("t", "top")]
    [InlineData("top --i", "--interval")]
    [InlineData("bench ", "compare")]
    [InlineData("completion ", "fish")]
    public async Task The_parser_suggests_what_can_follow(string line, string expected)
    {
        var run = new CliRun();

        Assert.Equal(ExitCodes.Ok, await run.RunAsync($"[suggest:{line.Length}]", line));
        Assert.Contains(expected, run.Out.ToString().Split(Environment.NewLine));
    }

    [Fact]
    public async Task The_bash_script_completes_in_a_real_bash()
    {
        var script = new CliRun();
        await script.RunAsync("completion", "bash");
        // The function llm-mcp stands for the program and shows what the script hands it.
        var output = await BashAsync($$"""
            llm-mcp() { printf '%s\n' "got=$1=$2=" get-other; }
            {{script.Out}}
            COMP_LINE='llm-mcp jobs li'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(llm-mcp jobs g); COMP_CWORD=2
            _llm_mcp
            printf '%s\n' "${COMPREPLY[@]}"
            """);

        Assert.Equal("got=[suggest:7]=jobs li=\nget-other\n", output);
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Other_shells_have_scripts_that_ask_the_parser(string shell)
    {
        var run = new CliRun();

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("completion", shell));
        Assert.Contains("[suggest:", run.Out.ToString());
    }

    [Fact]
    public async Task An_unknown_shell_is_a_usage_error() =>
        Assert.Equal(ExitCodes.Usage, await new CliRun().RunAsync("completion", "tcsh"));

    private static async Task<string> BashAsync(string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return output;
    }
}
