using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using LlmMcp.Deploy.Tests.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Deploy.Tests.Systemd;

public sealed partial class UnitTests
{
    private const double MostExposed = 2.0;

    private static readonly string Folder = RepositoryFolder.Below("deploy/systemd");
    private static readonly string[] Units = ["llm-mcp-core.service", "llm-mcp-worker@8081.service", "llm-mcp-mcp.service", "llm-mcp-telemetry.service"];

    [SystemdFact]
    [SupportedOSPlatform("linux")]
    public async Task Systemd_understands_every_line()
    {
        using var root = TestDirectory.Create();
        Install(root.Path);

        var verified = await Tool.RunAsync("systemd-analyze", "", ["verify", $"--root={root.Path}", .. Units]);

        // An unknown key is a warning, and no failure.
        Assert.Equal((0, "", ""), (verified.ExitCode, verified.Output, verified.Errors));
    }

    [SystemdFact]
    [SupportedOSPlatform("linux")]
    public async Task Systemd_finds_little_that_the_programs_could_do()
    {
        using var root = TestDirectory.Create();
        Install(root.Path);

        foreach (var unit in Units)
        {
            var rated = await Tool.RunAsync("systemd-analyze", "", "security", "--offline=true", "--no-pager", $"--root={root.Path}", unit);
            var exposure = Exposure().Match(rated.Succeeded()).Groups["level"].Value;
            Assert.InRange(double.Parse(exposure, CultureInfo.InvariantCulture), 0, MostExposed);
        }
    }

    [Fact]
    public void Programs_are_those_of_this_repository()
    {
        foreach (var unit in Directory.EnumerateFiles(Folder, "*.service"))
        {
            var program = Program().Match(File.ReadAllText(unit)).Groups["project"].Value;
            Assert.True(File.Exists(RepositoryFolder.Below($"{program}/{program}.csproj")), $"{unit} starts {program}.");
        }
    }

    [Fact]
    public void Settings_that_cannot_be_read_are_not_tried_again() =>
        Assert.All(Directory.EnumerateFiles(Folder, "*.service"), static unit => Assert.Contains("RestartPreventExitStatus=2", File.ReadAllLines(unit)));

    /// <summary>A machine on which the units and the programs are installed, as far as systemd-analyze looks.</summary>
    [SupportedOSPlatform("linux")]
    private static void Install(string root)
    {
        var units = Directory.CreateDirectory(Path.Combine(root, "etc/systemd/system")).FullName;
        var theirs = Directory.CreateDirectory(Path.Combine(root, "usr/lib/systemd/system")).FullName;
        foreach (var target in Directory.EnumerateFiles(new[] { "/usr/lib/systemd/system", "/lib/systemd/system" }.First(Directory.Exists), "*.*"))
        {
            File.Copy(target, Path.Combine(theirs, Path.GetFileName(target)));
        }

        Directory.CreateDirectory(Path.Combine(root, "etc/llm-mcp"));
        File.WriteAllText(Path.Combine(root, "etc/llm-mcp/llm-mcp.env"), "");
        foreach (var unit in Directory.EnumerateFiles(Folder, "*.service"))
        {
            File.Copy(unit, Path.Combine(units, Path.GetFileName(unit)));
            var program = root + Program().Match(File.ReadAllText(unit)).Groups["path"].Value;
            Directory.CreateDirectory(Path.GetDirectoryName(program)!);
            File.WriteAllText(program, "");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    [GeneratedRegex("exposure level for [^:]+: (?<level>[0-9.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exposure();

    [GeneratedRegex("^ExecStart=(?<path>/opt/llm-mcp/[a-z]+/(?<project>[A-Za-z.]+))$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Program();
}
