using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Native;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.OpenAi;

/// <summary>OpenAI's responses, as far as the real server was recorded: text in, text out.</summary>
internal static class ResponsesApi
{
    public static void MapResponses(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/responses", RespondAsync);

    private static async Task RespondAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var node = context.Node();
        var request = new GoObject(body.RootElement, "ResponsesRequest");
        var name = request.Text("model");
        var instructions = request.TextOrNull("instructions");
        var model = node.Installed(name);
        var answer = Conversation.Ask(model, name, Turns(request, instructions), [], JsonSerializer.SerializeToElement(false)) with
        {
            Settings = OpenAiAsk.Settings(request, "max_output_tokens"),
        };
        var response = new ResponseObject(
            $"resp_{Random.Shared.Next(1_000_000)}", $"msg_{Random.Shared.Next(1_000_000)}", name, node.Time.GetUtcNow().ToUnixTimeSeconds(), instructions);
        using var run = await AnswerRun.StartAsync(node, answer, context.RequestAborted);
        await (request.Flag("stream") is true ? StreamAsync(context, node, response, run) : WholeAsync(context, node, response, run));
    }

    private static List<ChatTurn> Turns(GoObject request, string? instructions)
    {
        List<ChatTurn> turns = instructions is null ? [] : [new ChatTurn("system", instructions)];
        switch (request.Raw("input"))
        {
            case { ValueKind: JsonValueKind.String } text:
                turns.Add(new ChatTurn("user", text.GetString()!));
                break;
            case { ValueKind: JsonValueKind.Array } items:
                turns.AddRange(OpenAiAsk.Turns(request, [.. items.EnumerateArray()]));
                break;
        }

        return turns;
    }

    private static async Task WholeAsync(HttpContext context, SimulatedNode node, ResponseObject response, AnswerRun run)
    {
        var text = new StringBuilder();
        await foreach (var piece in run.PiecesAsync(context.RequestAborted))
        {
            text.Append((piece as AnswerPiece.Content)?.Text);
        }

        await Replies.JsonAsync(context, response.Completed(text.ToString(), node.Time.GetUtcNow().ToUnixTimeSeconds(), run.Timings), Replies.Json);
    }

    private static async Task StreamAsync(HttpContext context, SimulatedNode node, ResponseObject response, AnswerRun run)
    {
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.Connection = "keep-alive";
        var sequence = 0;
        var text = new StringBuilder();
        await SendAsync("response.created", new JsonObject { ["response"] = response.InProgress() });
        await SendAsync("response.in_progress", new JsonObject { ["response"] = response.InProgress() });
        await SendAsync("response.output_item.added", new JsonObject { ["item"] = response.Item("in_progress", null), ["output_index"] = 0 });
        await SendAsync("response.content_part.added", Part(ResponseObject.Part("")));
        await foreach (var piece in run.PiecesAsync(context.RequestAborted))
        {
            var delta = (piece as AnswerPiece.Content)?.Text ?? "";
            text.Append(delta);
            await SendAsync("response.output_text.delta", Part(null, ("delta", delta)));
        }

        var whole = text.ToString();
        await SendAsync("response.output_text.done", Part(null, ("text", whole)));
        await SendAsync("response.content_part.done", Part(ResponseObject.Part(whole)));
        await SendAsync("response.output_item.done", new JsonObject { ["item"] = response.Item("completed", whole), ["output_index"] = 0 });
        var completed = response.Completed(whole, node.Time.GetUtcNow().ToUnixTimeSeconds(), run.Timings);
        await SendAsync("response.completed", new JsonObject { ["response"] = completed });

        JsonObject Part(JsonObject? part, (string Key, string Value)? text = null)
        {
            var data = new JsonObject { ["content_index"] = 0, ["item_id"] = response.MessageId, ["output_index"] = 0 };
            if (part is not null)
            {
                data["part"] = part;
            }

            if (text is { } given)
            {
                data[given.Key] = given.Value;
                data["logprobs"] = new JsonArray();
            }

            return data;
        }

        Task SendAsync(string type, JsonObject data)
        {
            data["sequence_number"] = sequence++;
            data["type"] = type;
            return Replies.EventAsync(context, Sorted(data), type);
        }
    }

    /// <summary>The real server builds its events from maps, and Go writes maps with sorted keys, all the way down.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
