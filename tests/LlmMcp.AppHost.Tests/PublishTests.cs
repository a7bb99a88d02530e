using Aspire.Hosting;
using Aspire.Hosting.Testing;
using LlmMcp.Testing;

namespace LlmMcp.AppHost.Tests;

public sealed class PublishTests
{
    [Fact]
    public async Task The_Compose_file_is_hardened()
    {
        using var directory = TestDirectory.Create();
        await PublishAsync(directory, "compose");

        var services = Blocks(await File.ReadAllLinesAsync(Path.Combine(directory.Path, "docker-compose.yaml")));

        Assert.Equal(["bridge", "compose-dashboard", "core", "ollama", "postgres", "telemetry", "worker"], services.Keys.Order(StringComparer.Ordinal));
        Assert.All(services, static service =>
        {
            Assert.Contains("read_only: true", service.Value, StringComparison.Ordinal);
            Assert.Contains("no-new-privileges:true", service.Value, StringComparison.Ordinal);
            Assert.Matches(@"cap_drop:\s+- ""ALL""", service.Value);
            Assert.Matches(@"user: ""[1-9]\d*:[1-9]\d*""", service.Value);
            Assert.Matches(@"limits:\s+cpus: .+\s+memory: ", service.Value);
            Assert.Matches(@"image: ""(\$\{[A-Z]+_IMAGE\}|[^""]+:\d[^""]*)""", service.Value);
        });
        Assert.Contains("condition: \"service_healthy\"", services["core"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chart_is_hardened_and_keeps_its_data()
    {
        using var directory = TestDirectory.Create();
        await PublishAsync(directory, "kubernetes");

        var workloads = Directory.EnumerateFiles(Path.Combine(directory.Path, "templates"), "*.yaml", SearchOption.AllDirectories)
            .Where(static file => Path.GetFileName(file) is "deployment.yaml" or "statefulset.yaml").ToDictionary(static file => Directory.GetParent(file)!.Name, File.ReadAllText);

        Assert.Superset(new HashSet<string> { "bridge", "core", "ollama", "postgres", "telemetry", "worker" }, workloads.Keys.ToHashSet());
        Assert.All(workloads.Values, static workload =>
        {
            foreach (var promise in (string[])["runAsNonRoot: true", "readOnlyRootFilesystem: true", "allowPrivilegeEscalation: false", "RuntimeDefault", "limits:", "automountServiceAccountToken: false"])
            {
                Assert.Contains(promise, workload, StringComparison.Ordinal);
            }
        });
        Assert.All(["core", "worker", "bridge", "telemetry", "postgres"], name => Assert.Contains("readinessProbe:", workloads[name], StringComparison.Ordinal));
        Assert.Contains("persistentVolumeClaim:", workloads["postgres"], StringComparison.Ordinal);
        // The values the connection string names are there to be filled in.
        Assert.Equal(2, (await File.ReadAllTextAsync(Path.Combine(directory.Path, "values.yaml"))).Split("postgres_password:").Length - 1);
    }

    private static async Task PublishAsync(TestDirectory directory, string target)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.LlmMcp_AppHost>(
            ["--operation", "publish", "--step", "publish", "--output-path", directory.Path, $"--Target={target}"]);
        await using var application = await builder.BuildAsync();
        await application.RunAsync();
    }

    /// <summary>The services of a Compose file by their names, each as its text.</summary>
    private static Dictionary<string, string> Blocks(string[] lines)
    {
        var blocks = new Dictionary<string, string>(StringComparer.Ordinal);
        var name = "";
        foreach (var line in lines.SkipWhile(static line => line != "services:").Skip(1).TakeWhile(static line => line.StartsWith(' ')))
        {
            if (line is [' ', ' ', not ' ', ..])
            {
                name = line.Trim().TrimEnd(':');
                blocks[name] = "";
            }

            blocks[name] += line + "\n";
        }

        return blocks;
    }
}
