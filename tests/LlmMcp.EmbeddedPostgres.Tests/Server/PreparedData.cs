using LlmMcp.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmMcp.EmbeddedPostgres.Tests.Server;

/// <summary>Data of a server that was made, started and stopped once: a copy saves a test the second of initdb when that is not its subject.</summary>
internal static class PreparedData
{
    private static readonly Lazy<Task<string>> Original = new(MakeAsync);

    public static async Task CopyToAsync(string directory, CancellationToken cancellationToken)
    {
        UnixFiles.CreateTraversableDirectory(Path.GetDirectoryName(directory)!);
        var copy = await ToolRun.RunAsync("cp", ["-a", await Original.Value, directory], null, cancellationToken);
        Assert.Equal(new ToolRun(0, ""), copy);
    }

    private static async Task<string> MakeAsync()
    {
        var data = Path.Combine(TestDirectory.Create().Path, "data");
        var options = new EmbeddedPostgresOptions { DataDirectory = data, Parameters = PrivatePostgres.Careless };
        await using var server = await EmbeddedPostgresServer.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        return data;
    }
}
