namespace LlmMcp.McpBridge.Tests.Clients;

/// <summary>The npm SDK, whose sessions begin with <c>initialize</c>, uses everything there is; the newer client, which has no sessions, what is different there.</summary>
public sealed class NpmClientTests(ClientsFixture fixture) : IClassFixture<ClientsFixture>
{
    [Theory]
    [InlineData("server says who it is and what it can")]
    [InlineData("every tool tells what it takes, gives and changes")]
    [InlineData("llm_request answers and tells how it goes")]
    [InlineData("llm_request lets the hub choose by quality, within constraints")]
    [InlineData("llm_request embeds")]
    [InlineData("llm_request gives the job when it is not done in time")]
    [InlineData("a call that is taken back cancels its job")]
    [InlineData("llm_submit queues a question, also for one device")]
    [InlineData("llm_batch queues many, llm_job_wait waits for all")]
    [InlineData("llm_route decides and queues nothing")]
    [InlineData("jobs are listed, looked at, canceled and tried again")]
    [InlineData("llm_job_status explains where a job went")]
    [InlineData("a job that fails is an error that says what to do")]
    [InlineData("a long answer is cut and linked")]
    [InlineData("dashboard, models, devices")]
    [InlineData("benchmarks, figures, ratings")]
    [InlineData("costs and balance")]
    [InlineData("llm_sync_models says what is missing")]
    [InlineData("bad arguments are told to the model, all at once")]
    [InlineData("an unknown tool is a protocol error")]
    [InlineData("resources are listed, described and read")]
    [InlineData("arguments of templates and prompts are completed")]
    [InlineData("a subscriber hears of its job and no other")]
    [InlineData("prompts are listed and filled in")]
    public Task The_npm_SDK_uses_the_bridge(string name) => fixture.VerifyAsync("sdk.mjs", name);

    [Theory]
    [InlineData("discovery tells who it is and what it can")]
    [InlineData("a model answers, with progress")]
    [InlineData("what the model can mend is a result")]
    [InlineData("a listener hears of its job")]
    [InlineData("resources, completion and prompts")]
    public Task The_newer_npm_client_uses_the_bridge(string name) => fixture.VerifyAsync("client.mjs", name);
}
