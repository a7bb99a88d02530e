using System.Collections.Frozen;
using FsCheck;
using FsCheck.Fluent;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Fleet.Speeds;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Routing;

/// <summary>Some fleet, some request, some keys, some backlog.</summary>
internal sealed record RoutedCase(FleetDevice[] Nodes, ModelSpeed[] Speeds, LlmRequest Request, RoutingView View)
{
    public static readonly string[] Pool =
        ["tiny:1b", "tiny:1b-ctx2048", "small:3b", "small:3b-ctx", "medium:7b", "qwen3:6b", "medium:5b-ctx8000", "large:13b", "huge:70b", "odd", "embed:1b", "embed:7b"];

    private static readonly Gen<bool> Coin = ArbMap.Default.GeneratorFor<bool>();

    private static readonly Gen<bool> Seldom = Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)));

    private static readonly Gen<LlmConstraints> Wishes =
        from local in Seldom
        from prefer in Seldom
        from cloud in Seldom
        from latency in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(100, 5_000)))
        from cost in Gen.Frequency((4, Gen.Constant<decimal?>(null)), (1, Gen.Choose(0, 400).Select(static units => (decimal?)units / 10_000m)))
        select new LlmConstraints { LocalOnly = local, PreferLocal = prefer, ForceCloud = cloud && !local, MaxLatencyMs = latency, MaxCostUsd = cost };

    private static readonly Gen<LlmRequest> SomeRequest =
        from task in Gen.Elements("chat", "chat", "reason", "embed")
        from quality in Gen.Elements([null, .. Qualities.Names])
        from model in Gen.Frequency((3, Gen.Constant("")), (1, Gen.Elements([.. Pool, "nobody-has-it:7b", "gpt-4o"])))
        from provider in Gen.Frequency((4, Gen.Constant("auto")), (1, Gen.Elements(Providers.Ollama, Providers.Compat)))
        from tokens in Gen.Elements(1, 1_500, 2_048, 2_049, 4_000, 4_001, 4_097, 9_000, 32_000, 32_001, 150_000)
        from messages in Coin
        from wishes in Wishes
        let text = new string('x', tokens * 4)
        select new LlmRequest
        {
            Task = task, Quality = quality, Model = model, Provider = provider, Constraints = wishes, Prompt = messages ? null : text,
            Messages = messages ? Requests.Parse($$"""{"messages":[{"role":"user","content":"{{text}}"}]}""").Messages : null,
        };

    public static Arbitrary<RoutedCase> Arbitrary { get; } = Arb.From(
        from count in Gen.Choose(0, 7)
        from nodes in Gen.CollectToArray(Enumerable.Range(0, count).Select(Node))
        from speeds in Gen.CollectToArray(nodes.SelectMany(static node => node.Models, static (node, model) => Speed(node.Id, model)))
        from request in SomeRequest
        from openAi in Coin
        from openRouter in Coin
        from waits in Gen.CollectToArray(Enumerable.Range(0, count).Select(static _ => Gen.Choose(0, 400)))
        let backlog = nodes.Zip(waits).Where(static pair => pair.Second % 3 != 0).ToFrozenDictionary(static pair => pair.First.Id, static pair => new DeviceBacklog(pair.Second % 7 == 0 ? null : pair.Second))
        select new RoutedCase(nodes, [.. speeds.Where(static speed => speed.Samples > 0)], request, Requests.View(new CloudKeys(openAi, openRouter), new Backlog(backlog))));

    public FleetSnapshot Fleet(params FleetDevice[] more) => TestFleet.WithClouds(TestFleet.Shipped, Speeds, [.. Nodes, .. more]);

    /// <summary>Where a job made of the request may be claimed; null when it is refused.</summary>
    public IReadOnlyList<RouteCandidate>? Candidates(FleetSnapshot fleet) =>
        Router.Decide(Request, fleet, View) is RouteOutcome.Decided { Block: { } block } ? Router.Candidates(WorkBlock.Parse(block), fleet, View) : null;

    public override string ToString() =>
        $"{Request.Task} quality={Request.Quality} model={Request.Model} provider={Request.Provider} {Request.Constraints} keys={View.Keys} length={Request.Prompt?.Length} on "
        + string.Join("; ", Nodes.Select(static node => $"{node.Id} {node.Provider} {node.Status} {node.Circuit.State}/{node.Circuit.ProbeDue} {node.UsedSlots}/{node.Slots} [{string.Join(',', node.Models)}] loaded [{string.Join(',', node.Loaded)}] not [{string.Join(',', node.Forbidden.Keys)}]"));

    private static Gen<FleetDevice> Node(int number) =>
        from compat in Seldom
        from models in Gen.SubListOf(Pool)
        from online in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        from circuit in Gen.Frequency(
            (6, Gen.Constant(Circuit.Closed)), (1, Gen.Constant(new Circuit(CircuitState.Open, 3))), (1, Gen.Constant(new Circuit(CircuitState.Open, 3, null, ProbeDue: true))),
            (1, Gen.Constant(new Circuit(CircuitState.Probing, 3))))
        from loaded in Gen.SubListOf<string>(models)
        from forbidden in Gen.Frequency<IList<string>>((2, Gen.Constant<IList<string>>([])), (1, Gen.SubListOf<string>(models).Select(static list => (IList<string>)list)))
        from used in Gen.Choose(0, 2)
        let node = compat ? TestFleet.Compat($"node{number}", [.. models]) : TestFleet.Ollama($"node{number}", [.. models])
        select node.WithLoaded([.. loaded.Select(model => ModelName.Canonical(node.Provider, model))]) with
        {
            Status = online ? DeviceStatus.Online : DeviceStatus.Offline, Circuit = circuit, Slots = 2, UsedSlots = used,
            Forbidden = forbidden.ToFrozenDictionary(model => ModelName.Canonical(node.Provider, model), static _ => "model_denied", ModelName.Comparer),
        };

    private static Gen<ModelSpeed> Speed(string device, string model) =>
        from samples in Gen.Choose(0, 2)
        from latency in Gen.Choose(50, 8_000)
        let task = model.StartsWith("embed", StringComparison.Ordinal) ? ModelSpeed.Embed : ModelSpeed.Generate
        select new ModelSpeed(device, model, task, 50_000d / latency, latency, null, null, samples);
}
