namespace LlmMcp.Cli.Up;

/// <summary>How the user started this program, so that the commands we propose can be typed as they are.</summary>
internal static class OwnForm
{
    private const string Project = "LlmMcp.Cli";

    /// <summary><c>llm-mcp</c>, or <c>dotnet run --project LlmMcp.Cli --</c> when it runs from the build output of its project.</summary>
    public static string Of(string baseDirectory, string currentDirectory)
    {
        // bin/Debug/net10.0 below the project's folder.
        var project = Path.GetFullPath(Path.Combine(baseDirectory, "..", "..", ".."));
        if (!File.Exists(Path.Combine(project, $"{Project}.csproj")))
        {
            return "llm-mcp";
        }

        var path = Path.GetRelativePath(currentDirectory, project);
        return path == "." ? "dotnet run --" : $"dotnet run --project {path} --";
    }
}
