using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.ConformanceHost;

/// <summary>Tools that answer a first call with questions and the second one, which brings the answers, with a result (2026-07-28).</summary>
internal static class InputTools
{
    private const string Prefix = "test_input_required_result_";
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static IEnumerable<McpServerTool> All() =>
    [
        Tool("elicitation", static call => NameIn(call) is { } name ? $"Hello, {name}!" : throw Ask("user_name", AskName())),
        Tool("sampling", static call => Has(call, "capital_question") ? "The client's model answered." : throw Ask("capital_question", AskModel())),
        Tool("list_roots", static call => Has(call, "client_roots") ? "The client has told its roots." : throw Ask("client_roots", AskRoots())),
        Tool("request_state", static call => call.RequestState is null
            ? throw Ask("confirm", Questions.Field("Go on?", "ok", "boolean"), "first")
            : call.RequestState == "first" ? "state-ok" : throw Tampered()),
        Tool("multiple_inputs", static call => call.InputResponses is { Count: >= 3 }
            ? "All three were answered."
            : throw new InputRequiredException(
                new Dictionary<string, InputRequest> { ["user_name"] = AskName(), ["greeting"] = AskModel(), ["client_roots"] = AskRoots() }, "three")),
        Tool("multi_round", static call => call.RequestState switch
        {
            null => throw Ask("step1", AskName(), "1"),
            "1" => throw Ask("step2", Questions.Field("Which color?", "color", "string"), "2"),
            _ => "Three rounds it took.",
        }),
        Tool("tampered_state", static call => call.RequestState is null
            ? throw Ask("confirm", Questions.Field("Go on?", "ok", "boolean"), Sign("state"))
            : call.RequestState == Sign("state") ? "The state is ours." : throw Tampered()),
        FixturePart.Tool($"{Prefix}capabilities", "Asks what the client can answer", static (RequestContext<CallToolRequestParams> request) => Capabilities(request)),
    ];

    public static InputRequest AskName() => Questions.Field("What is your name?", "name", "string");

    /// <summary>The name in the answers, or null when it is not there, or is no name.</summary>
    public static string? NameIn(CallToolRequestParams call) =>
        call.InputResponses?.TryGetValue("user_name", out var answer) == true ? TextIn(answer, "name") : null;

    /// <summary>A text in the answer to a question; null when the answer is no such thing.</summary>
    public static string? TextIn(InputResponse answer, string name)
    {
        try
        {
            return answer.Deserialize(InputResponse.ElicitResultJsonTypeInfo)?.Content?.TryGetValue(name, out var value) == true && value.ValueKind == System.Text.Json.JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    public static InputRequiredException Ask(string key, InputRequest question, string? state = null) =>
        new(new Dictionary<string, InputRequest> { [key] = question }, state);

    private static CallToolResult Capabilities(RequestContext<CallToolRequestParams> request)
    {
        var can = request.JsonRpcRequest.Context?.ClientCapabilities;
        var questions = new Dictionary<string, InputRequest>();
        if (can?.Elicitation is not null)
        {
            questions["user_name"] = AskName();
        }

        if (can?.Sampling is not null)
        {
            questions["capital_question"] = AskModel();
        }

        if (can?.Roots is not null)
        {
            questions["client_roots"] = AskRoots();
        }

        return questions.Count == 0 || request.Params?.InputResponses is { Count: > 0 } ? FixturePart.Text("Nothing more to ask.") : throw new InputRequiredException(questions);
    }

    private static McpServerTool Tool(string name, Func<CallToolRequestParams, string> answer) => FixturePart.Tool(
        Prefix + name, $"Asks its client before it answers ({name})", (RequestContext<CallToolRequestParams> request) => FixturePart.Text(answer(request.Params!)));

    private static bool Has(CallToolRequestParams call, string key) => call.InputResponses?.ContainsKey(key) == true;

    private static InputRequest AskModel() => InputRequest.ForSampling(Questions.Sampling("What is the capital of France?", 100));

    private static InputRequest AskRoots() => InputRequest.ForRootsList(new ListRootsRequestParams());

    private static McpProtocolException Tampered() => new("requestState is not what this server gave.", McpErrorCode.InvalidParams);

    private static string Sign(string state) => $"{state}.{Convert.ToHexString(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(state)))}";
}
