using System.Text.RegularExpressions;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Architecture;

/// <summary>Which capability may know which. A new arrow is a decision: write it down here, or turn it round.</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["Storage"] = "",
        // The queue knows nothing of models, devices, dollars or doors: what follows a finished job comes as a handler.
        ["Jobs"] = "Storage",
        ["Api"] = "Storage",
        ["Access"] = "Api",
        // Jobs only for what follows an ended attempt: speeds and circuits.
        ["Fleet"] = "Access Api Jobs Storage",
        ["Discovery"] = "Access Api Fleet Storage",
        ["Routing"] = "Api Fleet",
        // Who may run a block, and with which model, is routing's answer at each claim too.
        ["Scheduling"] = "Fleet Jobs Routing Storage",
        // Routing only for the key of the cloud whose catalogue and balance are read.
        ["Costs"] = "Access Api Fleet Jobs Routing Storage",
        ["JobsApi"] = "Access Api Fleet Jobs Routing",
        ["LlmApi"] = "Access Api Fleet Jobs JobsApi Routing",
        // Scheduling only to learn whose work waits: a benchmark nobody asked for steps aside.
        ["Benchmarks"] = "Access Api Fleet Jobs JobsApi Scheduling Storage",
        ["Loading"] = "Access Api Fleet Jobs JobsApi",
        ["Incidents"] = "Access Api Storage",
        // Fleet only for reading addresses.
        ["Knowledge"] = "Access Api Fleet",
        // Costs and Fleet only for what a worker of the deployed system must find in its payload: tier and prices.
        ["Workers"] = "Access Api Costs Discovery Fleet Jobs JobsApi Scheduling Storage",
        ["GrpcApi"] = "Api Jobs JobsApi Scheduling Storage Workers",
        ["Dashboard"] = "Access Api Fleet Jobs Storage",
        ["Debug"] = "Access Api Dashboard Fleet Jobs Storage",
        // It describes every call, so it knows all their types.
        ["Docs"] = "Access Api Benchmarks Costs Dashboard Debug Fleet Incidents Jobs JobsApi Knowledge LlmApi Loading Routing Workers",
        ["Web"] = "Access",
        ["Metrics"] = "Access Costs Dashboard Fleet Jobs Scheduling",
    };

    public static TheoryData<string> Capabilities => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Capabilities))]
    public void A_capability_knows_only_what_it_may(string capability)
    {
        var known = Allowed[capability].Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var forbidden =
            from file in CoreSources.In(capability)
            from Match match in Reference().Matches(file.Text)
            let other = match.Groups["name"].Value
            where other != capability && Allowed.ContainsKey(other) && !known.Contains(other)
            select $"{file.Name} knows {other}";

        Assert.Empty(forbidden.Distinct());
    }

    [Fact]
    public void No_two_capabilities_know_each_other()
    {
        foreach (var (capability, known) in Allowed)
        {
            Assert.DoesNotContain(known.Split(' ', StringSplitOptions.RemoveEmptyEntries), other => Allowed[other].Split(' ').Contains(capability));
        }
    }

    [Fact]
    public void Worker_and_command_line_know_the_contracts_and_not_the_hub()
    {
        var worker = File.ReadAllText(RepositoryFolder.Below("LlmMcp.Worker/LlmMcp.Worker.csproj"));

        Assert.DoesNotContain("LlmMcp.Core.csproj", worker, StringComparison.Ordinal);
        Assert.Contains("LlmMcp.Contracts.csproj", worker, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Telemetry")]
    [InlineData("McpBridge")]
    [InlineData("Client")]
    public void What_stands_beside_the_hub_knows_it_by_its_API_only(string project) =>
        Assert.DoesNotContain("LlmMcp.Core", File.ReadAllText(RepositoryFolder.Below($"LlmMcp.{project}/LlmMcp.{project}.csproj")), StringComparison.Ordinal);

    [Fact]
    public void Every_file_lies_in_the_folder_of_its_namespace() =>
        Assert.Empty(
            from file in CoreSources.All
            let folder = Path.GetDirectoryName(file.Name)!.Replace('/', '.')
            let expected = folder.Length == 0 ? "LlmMcp.Core" : $"LlmMcp.Core.{folder}"
            where !file.Text.Contains($"namespace {expected};", StringComparison.Ordinal) && !file.Name.EndsWith("Program.cs", StringComparison.Ordinal)
            select file.Name);

    // `using LlmMcp.Core.X` and qualified names such as `Fleet.WorkBlock`, which resolve within LlmMcp.Core.
    [GeneratedRegex(@"LlmMcp\.Core\.(?<name>[A-Z]\w+)|(?<![\w.""/])(?<name>Storage|Jobs|Api|Access|Fleet|Discovery|Routing|Scheduling|Costs|JobsApi|LlmApi|Benchmarks|Incidents|Knowledge|Workers|GrpcApi|Dashboard|Debug|Docs|Metrics|Web)\.[A-Z]\w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
