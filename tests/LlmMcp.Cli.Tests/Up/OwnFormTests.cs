using LlmMcp.Cli.Tests.Fakes;
using LlmMcp.Cli.Up;

namespace LlmMcp.Cli.Tests.Up;

public sealed class OwnFormTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("llm-mcp-cli-");

    [Fact]
    public void From_the_build_output_of_the_project_it_is_dotnet_run()
    {
        var project = Directory.CreateDirectory(Path.Combine(root.FullName, "LlmMcp.Cli"));
        var output = Directory.CreateDirectory(Path.Combine(project.FullName, "bin", "Debug", "net10.0"));
        File.WriteAllText(Path.Combine(project.FullName, "LlmMcp.Cli.csproj"), "<Project />");

        Assert.Equal("dotnet run --project LlmMcp.Cli --", OwnForm.Of(output.FullName, root.FullName));
        Assert.Equal("dotnet run --", OwnForm.Of(output.FullName, project.FullName));
    }

    [Fact]
    public void Installed_it_is_its_own_name() => Assert.Equal("llm-mcp", OwnForm.Of(root.FullName, root.FullName));

    [Fact]
    public void Data_goes_where_the_system_keeps_state_of_a_user()
    {
        var host = new CliRun().With("HOME", "/home/ada").Host();
        var moved = new CliRun().With("HOME", "/home/ada").With("XDG_STATE_HOME", "/state").Host();

        Assert.Equal(OperatingSystem.IsMacOS() ? "/home/ada/Library/Application Support/llm-mcp" : "/home/ada/.local/state/llm-mcp", DataDirectory.Default(host));
        Assert.Equal(OperatingSystem.IsMacOS() ? "/home/ada/Library/Application Support/llm-mcp" : "/state/llm-mcp", DataDirectory.Default(moved));
    }

    public void Dispose() => root.Delete(recursive: true);
}
