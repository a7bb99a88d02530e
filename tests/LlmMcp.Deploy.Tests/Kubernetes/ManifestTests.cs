using System.Text.Json;
using LlmMcp.Deploy.Tests.Rig;

namespace LlmMcp.Deploy.Tests.Kubernetes;

public sealed class ManifestTests
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet"];

    public static TheoryData<string> Overlays => Manifests.Overlays;

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Objects_are_what_the_APIs_schemas_allow(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);

        Assert.Equal($"{manifests.Objects.Count} objects\n", (await Tool.NodeAsync("manifests.mjs", manifests.Yaml)).Output);
    }

    [Fact]
    public async Task Optional_components_are_allowed_too()
    {
        var manifests = await Manifests.OfAsync("all", "nodeports", "tailscale");

        Assert.Equal($"{manifests.Objects.Count} objects\n", (await Tool.NodeAsync("manifests.mjs", manifests.Yaml)).Output);
        Assert.Contains("nodePort: 30080", manifests.Yaml, StringComparison.Ordinal);
        Assert.Contains("path: /usr/bin/tailscale", manifests.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_field_would_be_found()
    {
        var manifests = await Manifests.OfAsync("all");
        var misspelt = manifests.Yaml.Replace("readOnlyRootFilesystem", "readOnlyRootFileSystem", StringComparison.Ordinal).Replace("maxReplicaCount", "maxReplicas", StringComparison.Ordinal);

        var found = (await Tool.NodeAsync("manifests.mjs", misspelt)).Output;

        Assert.Contains("readOnlyRootFileSystem is not a field", found, StringComparison.Ordinal);
        Assert.Contains("/spec/maxReplicas is not a field", found, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Everything_is_in_the_namespace_people_know(string overlay)
    {
        var objects = (await Manifests.OfAsync(overlay)).Objects;

        Assert.All(objects.Where(static each => Manifests.Text(each, "kind") != "Namespace"), static each => Assert.Equal("ns-llm", Manifests.Text(each, "metadata", "namespace")));
        Assert.Subset(
            objects.Where(static each => Workloads.Contains(Manifests.Text(each, "kind"))).Select(static each => Manifests.Text(each, "spec", "selector", "matchLabels", "app")!).ToHashSet(),
            new HashSet<string> { "llmcore", "llmworker", "llmmcp", "llmtelemetry" });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Pods_are_locked_in_watched_and_bounded(string overlay)
    {
        var pods = (await Manifests.OfAsync(overlay)).OfKind(Workloads).Select(static workload => workload.GetProperty("spec").GetProperty("template").GetProperty("spec"));

        Assert.All(pods, static pod =>
        {
            Assert.Equal("true", Manifests.Text(pod, "securityContext", "runAsNonRoot")?.ToLowerInvariant());
            Assert.Equal("RuntimeDefault", Manifests.Text(pod, "securityContext", "seccompProfile", "type"));
            Assert.Equal("false", Manifests.Text(pod, "automountServiceAccountToken")?.ToLowerInvariant());
            var container = Assert.Single(pod.GetProperty("containers").EnumerateArray());
            Assert.Equal("true", Manifests.Text(container, "securityContext", "readOnlyRootFilesystem")?.ToLowerInvariant());
            Assert.Equal("false", Manifests.Text(container, "securityContext", "allowPrivilegeEscalation")?.ToLowerInvariant());
            Assert.Equal("ALL", Assert.Single(container.GetProperty("securityContext").GetProperty("capabilities").GetProperty("drop").EnumerateArray()).GetString());
            Assert.True(container.TryGetProperty("livenessProbe", out _));
            Assert.NotNull(Manifests.Text(container, "resources", "limits", "memory"));
            Assert.NotNull(Manifests.Text(container, "resources", "requests", "cpu"));
            Assert.Matches(@":[0-9]+\.[0-9]+[^/]*$", Manifests.Text(container, "image"));
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task What_is_named_is_there(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);
        var names = manifests.Objects.Select(static each => (Manifests.Text(each, "kind"), Manifests.Text(each, "metadata", "name"))).ToHashSet();
        var keys = Manifests.Text(Assert.Single(manifests.OfKind("Secret")), "metadata", "name")!;

        // Names with a hash, so that pods are replaced when a key or a setting changes.
        Assert.Matches("^llm-mcp-keys-[a-z0-9]{10}$", keys);
        Assert.All(Properties(manifests.Objects, "secretKeyRef"), reference => Assert.Equal(keys, Manifests.Text(reference, "name")));
        Assert.All(Properties(manifests.Objects, "secretTargetRef").SelectMany(static list => list.EnumerateArray()), reference => Assert.Equal(keys, Manifests.Text(reference, "name")));
        Assert.All(Properties(manifests.Objects, "configMapRef"), reference => Assert.Contains(("ConfigMap", Manifests.Text(reference, "name")), names));
        Assert.All(Properties(manifests.Objects, "scaleTargetRef"), reference => Assert.Contains(("Deployment", Manifests.Text(reference, "name")), names));
    }

    [Fact]
    public async Task Workers_follow_the_queue_and_nobody_else_sets_their_number()
    {
        var manifests = await Manifests.OfAsync("all");

        Assert.False(manifests.Named("Deployment", "llmworker").GetProperty("spec").TryGetProperty("replicas", out _));
        Assert.Equal(
            ["checks.queue.queued", "checks.queue.running"],
            manifests.Named("ScaledObject", "llmworker").GetProperty("spec").GetProperty("triggers").EnumerateArray().Select(static trigger => Manifests.Text(trigger, "metadata", "valueLocation")));
    }

    [Theory]
    [InlineData("all", "DB_HOST", "DB_DSN")]
    [InlineData("own-database", "DB_DSN", "DB_HOST")]
    public async Task Core_is_told_of_one_database(string overlay, string said, string unsaid)
    {
        var names = (await Manifests.OfAsync(overlay)).Named("Deployment", "llmcore").GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("containers")[0]
            .GetProperty("env").EnumerateArray().Select(static variable => Manifests.Text(variable, "name")).ToList();

        Assert.Contains(said, names);
        Assert.DoesNotContain(unsaid, names);
    }

    private static IEnumerable<JsonElement> Properties(IEnumerable<JsonElement> elements, string name) => elements.SelectMany(element => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property.Name == name ? [property.Value] : Properties([property.Value], name)),
        JsonValueKind.Array => Properties(element.EnumerateArray(), name),
        _ => [],
    });
}
