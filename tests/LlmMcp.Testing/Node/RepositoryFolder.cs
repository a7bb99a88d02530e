namespace LlmMcp.Testing;

/// <summary>The checkout the tests were built from: where package.json files and scripts lie.</summary>
public static class RepositoryFolder
{
    /// <summary>The folder that holds LlmMcp.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below the root, such as "tests/LlmMcp.Grpc.Tests/node".</summary>
    public static string Below(string relative) => Path.Combine(Root, relative);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LlmMcp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds LlmMcp.sln.");
    }
}
