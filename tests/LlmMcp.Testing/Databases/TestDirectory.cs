using LlmMcp.EmbeddedPostgres;

namespace LlmMcp.Testing;

/// <summary>
/// A temporary directory that other accounts may enter (the server's, when the tests run as root). Removed at dispose;
/// what a killed test process leaves is removed by <see cref="TestJanitor"/>.
/// </summary>
public sealed class TestDirectory : IDisposable
{
    private TestDirectory(string path) => Path = path;

    /// <summary>The directory; it exists and is empty.</summary>
    public string Path { get; }

    /// <summary>Makes a directory.</summary>
    public static TestDirectory Create()
    {
        // Short, so that a Unix socket fits below it.
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"llm-mcp-test-{Guid.NewGuid().ToString("N")[..12]}");
        TestJanitor.RemoveAtExit(path);
        UnixFiles.CreateTraversableDirectory(path);
        return new TestDirectory(path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
