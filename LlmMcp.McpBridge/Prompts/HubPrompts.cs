using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LlmMcp.Client;
using LlmMcp.McpBridge.Resources;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Prompts;

/// <summary>The usual tasks, as a user picks them from a menu. Each says what to do with which tools, so that a host's model needs no knowledge of llm-mcp.</summary>
internal sealed class HubPrompts(CoreHttp core)
{
    private const string WithTool = "Use the tool llm_request of llm-mcp";

    /// <summary>All of them.</summary>
    public McpServerPrimitiveCollection<McpServerPrompt> ToCollection() =>
    [
        McpServerPrompt.Create(Summarise),
        McpServerPrompt.Create(Translate),
        McpServerPrompt.Create(ReviewCode),
        McpServerPrompt.Create(CompareModels),
        McpServerPrompt.Create(SecondOpinion),
        McpServerPrompt.Create(ExplainJobAsync),
        McpServerPrompt.Create(DiagnoseHubAsync),
        McpServerPrompt.Create(ReviewCostsAsync),
    ];

    [McpServerPrompt(Name = "summarise", Title = "Summarise a text")]
    [Description("Have one of your own models summarise a text.")]
    private static string Summarise(
        [Description("The text.")] string text,
        [Description("How long, such as three sentences; five sentences by default.")] string length = "five sentences",
        [Description("How good it must be."), AllowedValues("turbo", "economy", "standard", "premium", "ultra", "max")] string quality = "standard") =>
        $"{WithTool} with quality \"{quality}\" and this prompt, and give me its answer unchanged:\n\n"
        + $"Summarise the text below in {length}. Keep names, numbers and what follows from them; add nothing.\n\n<text>\n{text}\n</text>";

    [McpServerPrompt(Name = "translate", Title = "Translate a text")]
    [Description("Have one of your own models translate a text.")]
    private static string Translate(
        [Description("The text.")] string text,
        [Description("The language it is to become, such as German.")] string language,
        [Description("How good it must be."), AllowedValues("turbo", "economy", "standard", "premium", "ultra", "max")] string quality = "standard") =>
        $"{WithTool} with quality \"{quality}\", temperature 0 and this prompt, and give me its answer unchanged:\n\n"
        + $"Translate the text below into {language}. Keep its form and tone; leave code and names as they are; answer with the translation alone.\n\n<text>\n{text}\n</text>";

    [McpServerPrompt(Name = "review_code", Title = "Review code")]
    [Description("Have one of your own models look for defects in code.")]
    private static string ReviewCode(
        [Description("The code, or a diff.")] string code,
        [Description("What to look for; everything by default.")] string focus = "correctness, safety, clarity",
        [Description("How good it must be."), AllowedValues("turbo", "economy", "standard", "premium", "ultra", "max")] string quality = "premium") =>
        $"{WithTool} with task \"reason\", quality \"{quality}\" and this prompt. Check each finding against the code yourself before you show it to me, and say which you could not confirm:\n\n"
        + $"Review the code below for {focus}. List defects, the worst first: where, what goes wrong and with which input, how to mend it. Say nothing about style.\n\n<code>\n{code}\n</code>";

    [McpServerPrompt(Name = "compare_models", Title = "Compare models")]
    [Description("Put one question to several models and compare answers, speed and cost.")]
    private static string CompareModels(
        [Description("The question.")] string question,
        [Description("The models, comma separated; left out, one of each size there is.")] string models = "") =>
        (models.Trim().Length > 0
            ? $"Compare these models: {models}.\n"
            : "Call llm_models and choose one model of each tier that is available, at most five.\n")
        + "1. Call llm_batch with one request for each model, all with temperature 0 and the prompt below.\n"
        + "2. Call llm_job_wait with all job_ids until every job has ended.\n"
        + "3. Show a table: model, device, seconds from started_at to finished_at, tokens_out, cost, and your judgement of the answer in a few words. Then say which you would use, and why.\n\n"
        + $"<question>\n{question}\n</question>";

    [McpServerPrompt(Name = "second_opinion", Title = "Ask another model")]
    [Description("Put the question at hand to one of your own models and compare its answer with the one already given.")]
    private static string SecondOpinion(
        [Description("The question.")] string question,
        [Description("The model to ask; left out, the hub chooses.")] string model = "") =>
        $"{WithTool} with {(model.Trim().Length > 0 ? $"model \"{model}\"" : "task \"reason\" and quality \"premium\"")} and the question below as prompt. "
        + $"Then answer it yourself, and say where you and the other model differ and who is right.\n\n<question>\n{question}\n</question>";

    [McpServerPrompt(Name = "explain_job", Title = "Why did a job go as it did?")]
    [Description("Find out where a job went, why, and why it failed or takes so long.")]
    private async Task<IEnumerable<PromptMessage>> ExplainJobAsync([Description("The job's id.")] string job, CancellationToken cancellationToken) =>
    [
        Say("Explain to me in plain words what became of this job: where it went and why there, what else was considered, how its attempts ended, and what I should do now."),
        await EmbedAsync(ResourceLinks.JobUri(job), CorePaths.Explain(job), cancellationToken),
    ];

    [McpServerPrompt(Name = "diagnose_hub", Title = "What is wrong with the hub?")]
    [Description("Look at the queue, the machines and the models, and find out what is wrong and what to do.")]
    private async Task<IEnumerable<PromptMessage>> DiagnoseHubAsync(CancellationToken cancellationToken) =>
    [
        Say("Below are the dashboard and the health checks of my llm-mcp hub. Tell me what is wrong, the worst first, with the likely cause and the next step for each. "
            + "Call llm_devices for a machine that looks bad, llm_job_list with status error for jobs that failed, llm_job_status with explain for one of them. If all is well, say so in one sentence."),
        await EmbedAsync(ResourceLinks.DashboardUri, CorePaths.Dashboard, cancellationToken),
        await EmbedAsync("health://", CorePaths.DebugHealth, cancellationToken),
    ];

    [McpServerPrompt(Name = "review_costs", Title = "Where did the money go?")]
    [Description("Look at what answers cost and find what could be cheaper.")]
    private async Task<IEnumerable<PromptMessage>> ReviewCostsAsync(
        [Description("The last day, week or month."), AllowedValues("day", "week", "month")] string period = "week", CancellationToken cancellationToken = default) =>
    [
        Say($"Below is what my language models cost in the last {period}, by model. Say where the money went and what could run on my own machines or on a cheaper model instead. "
            + "llm_models shows what there is, llm_costs with by \"source\" shows who asked."),
        await EmbedAsync(ResourceLinks.CostsUri(period), CorePaths.With(CorePaths.CostSummary, ("period", period), ("by", "model")), cancellationToken),
    ];

    private static PromptMessage Say(string text) => new() { Role = Role.User, Content = new TextContentBlock { Text = text } };

    /// <summary>What Core says, as a part of the prompt; its absence is told in its place, for that is a finding too.</summary>
    private async Task<PromptMessage> EmbedAsync(string uri, string path, CancellationToken cancellationToken)
    {
        try
        {
            var json = await core.GetAsync(path, cancellationToken);
            return new PromptMessage
            {
                Role = Role.User,
                Content = new EmbeddedResourceBlock
                {
                    Resource = new TextResourceContents { Uri = uri, MimeType = ResourceLinks.Json, Text = Tools.ToolBounds.Cut(json.GetRawText(), Tools.ToolBounds.Answer).Text! },
                },
            };
        }
        catch (CoreCallException call)
        {
            return Say($"{uri} cannot be read: {Tools.ToolFailures.Of(call.Failure).Message}");
        }
    }
}
