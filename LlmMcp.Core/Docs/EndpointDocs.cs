using System.Text.Json.Nodes;
using LlmMcp.Core.Benchmarks;
using LlmMcp.Core.Costs.OpenRouter;
using LlmMcp.Core.Costs.Prices;
using LlmMcp.Core.Costs.Reports;
using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Debug;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Incidents;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.JobsApi;
using LlmMcp.Core.Knowledge;
using LlmMcp.Core.LlmApi;
using LlmMcp.Core.Loading;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Workers;

namespace LlmMcp.Core.Docs;

/// <summary>The documentation of every endpoint, by its name. A test finds those that are missing and those that are gone.</summary>
internal static class EndpointDocs
{
    private const string JobReport = "\"worker_id\": \"my-worker\", \"job_id\": \"" + Api.RequestExample.Id + "\", \"claim_no\": 1";

    private static readonly (string, ParameterDoc) JobId = ("id", new ParameterDoc("Id of the job.", Format: "uuid"));
    private static readonly (string, ParameterDoc) DeviceId = ("id", new ParameterDoc("Id of the device."));
    private static readonly (string, ParameterDoc) Limit = ("limit", new ParameterDoc("1 to 200; 20 when absent.", "integer"));

    private static readonly (string, ParameterDoc)[] BenchmarkFilters =
    [
        ("device_id", new ParameterDoc("Only of this device.")), ("model", new ParameterDoc("Only of this model.")), ("task_type", new ParameterDoc("Only of this task.", Values: ["generate", "embed"])),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyDictionary<string, EndpointDoc> All { get; } = new Dictionary<string, EndpointDoc>
    {
        ["Health"] = new(typeof(Health)),
        ["Version"] = new(typeof(Health)),
        ["HealthLive"] = new(typeof(Health)),
        ["HealthReady"] = new(typeof(Health)),
        ["Metrics"] = new(null) { ContentType = "text/plain" },
        ["SubmitJob"] = new(typeof(JobAccepted), typeof(JobRequest), """{"kind": "echo", "payload": {"hello": "world"}, "source": "example"}""") { Status = 202 },
        ["SubmitJobs"] = new(typeof(JobsAccepted), typeof(JobBatchRequest), """{"jobs": [{"kind": "echo"}, {"kind": "echo"}]}""") { Status = 202 },
        ["ListJobs"] = new(typeof(JobListDoc), Query: "?limit=10")
        {
            Refusals = [400],
            Parameters = Named(
                ("status", new ParameterDoc("Only jobs of this status.", Values: JobStatus.All)), ("kind", new ParameterDoc("Only jobs of this kind.")),
                ("source", new ParameterDoc("Only jobs of this source.")), ("limit", new ParameterDoc("1 to 500; 50 when absent.", "integer")),
                ("after", new ParameterDoc("Go on below this id: next_after of the page before.", Format: "uuid")),
                ("brief", new ParameterDoc("1 cuts payloads down to their model and leaves out results.", Values: ["1", "true"]))),
        },
        ["GetJob"] = new(typeof(JobDoc))
        {
            Refusals = [400, 404],
            Parameters = Named(
                JobId, ("wait", new ParameterDoc("Wait up to so many seconds, at most 60, for the end of the job.", "number")),
                ("explain", new ParameterDoc("1 adds why routing decided as it did.", Values: ["1", "true"]))),
        },
        ["ListAttempts"] = new(typeof(AttemptList)) { Refusals = [404], Parameters = Named(JobId) },
        ["CancelJob"] = new(typeof(JobCanceled)) { Refusals = [404, 409], Parameters = Named(JobId) },
        ["RetryJob"] = new(typeof(JobRetried)) { Status = 202, Refusals = [404, 409], Parameters = Named(JobId) },
        ["StreamJob"] = new(null) { ContentType = "text/event-stream", Refusals = [404], Parameters = Named(JobId) },
        ["RequestLlm"] = new(typeof(LlmAccepted), typeof(LlmRequest), """{"task": "chat", "provider": "ollama", "prompt": "Why is the sky blue?", "source": "example"}""") { Status = 202, Refusals = [409] },
        ["RegisterWorker"] = new(typeof(RegisterAnswer), typeof(RegisterRequest), """{"worker": {"id": "my-worker", "name": "mine", "platform": "linux", "arch": "amd64"}}"""),
        ["ClaimJob"] = new(typeof(ClaimDoc), typeof(ClaimRequest), """{"worker_id": "my-worker", "kinds": ["my.kind"], "lease_seconds": 60}"""),
        ["CompleteJob"] = new(typeof(ReportAnswer), typeof(CompleteRequest), "{" + JobReport + ", \"result\": {\"ok\": true}}"),
        ["FailJob"] = new(typeof(ReportAnswer), typeof(FailRequest), "{" + JobReport + ", \"error\": \"it broke\"}") { Refusals = [404] },
        ["Heartbeat"] = new(typeof(ReportAnswer), typeof(HeartbeatBody), "{" + JobReport + ", \"extend_seconds\": 60}"),
        ["ReleaseJob"] = new(typeof(ReportAnswer), typeof(ReleaseRequest), "{" + JobReport + "}"),
        ["ListWorkers"] = new(typeof(WorkerList)),
        ["ListDevices"] = new(typeof(DeviceList)),
        ["ListKnowledge"] = new(typeof(KnowledgeList)),
        ["IngestKnowledge"] = new(typeof(JsonObject), typeof(IngestRequest), """{"target": "mem0", "text": "Prefers short answers.", "user_id": "default"}""") { Refusals = [502, 503] },
        ["ListModels"] = new(typeof(ModelList)),
        ["TakeDeviceOffline"] = new(typeof(Acknowledged), typeof(DeviceRequest), """{"device_id": "my-device", "reason": "connection refused"}"""),
        ["TakeDeviceOnline"] = new(typeof(Acknowledged), typeof(DeviceRequest), """{"device_id": "00000000"}""") { Refusals = [404] },
        ["SummarizeCosts"] = new(typeof(CostSummary), Query: "?period=week")
        {
            Refusals = [400],
            Parameters = Named(
                ("period", new ParameterDoc("The last 1, 7 or 30 days; day when absent.", Values: ["day", "week", "month"])), ("by", new ParameterDoc("Sum up by this too.", Values: [.. CostSummary.Groupings]))),
        },
        ["SeriesOfCosts"] = new(typeof(CostSeries), Query: "?period=week&by=model")
        {
            Refusals = [400],
            Parameters = Named(
                ("period", new ParameterDoc("The last 1, 7 or 30 days; week when absent.", Values: ["day", "week", "month"])), ("by", new ParameterDoc("Whose lines; provider when absent.", Values: [.. CostSeries.Groupings]))),
        },
        ["RouteLlm"] = new(typeof(DryRun), typeof(LlmRequest), """{"task": "chat", "quality": "standard", "prompt": "Why is the sky blue?"}""") { Refusals = [409] },
        ["Discovery"] = new(typeof(JsonObject)),
        ["LastDiscovery"] = new(typeof(JsonObject)),
        ["RunDiscovery"] = new(typeof(DiscoveryReport)),
        ["GetDevice"] = new(typeof(DeviceView)) { Refusals = [404], Parameters = Named(DeviceId) },
        ["ProbeDevice"] = new(typeof(DeviceProbe)) { Refusals = [404, 409], Parameters = Named(DeviceId) },
        ["SetModel"] = new(typeof(Acknowledged), typeof(ModelPinRequest), """{"thinking": true}""") { Refusals = [404] },
        ["ResetCircuit"] = new(typeof(Acknowledged)) { Refusals = [404], Parameters = Named(DeviceId) },
        ["ListLimits"] = new(typeof(LimitList)),
        ["EnterDeviceLimits"] = new(typeof(Acknowledged), typeof(DeviceLimits), """{"ram_gb": 16, "max_concurrency": 2}""") { Refusals = [404], Parameters = Named(DeviceId) },
        ["RemoveDeviceLimits"] = new(typeof(Acknowledged)) { Refusals = [404], Parameters = Named(DeviceId) },
        ["LoadModel"] = new(typeof(LoadAccepted), typeof(LoadRequest), """{"model": "llama3.2:3b", "keep_alive": "10m"}""") { Status = 202, Refusals = [404, 409], Parameters = Named(DeviceId) },
        ["UnloadModel"] = new(typeof(LoadAccepted), typeof(LoadRequest), """{"model": "llama3.2:3b"}""") { Status = 202, Refusals = [404, 409], Parameters = Named(DeviceId) },
        ["RunBenchmarks"] = new(typeof(BenchmarksAccepted), typeof(BenchmarkRequest), """{"model": "llama3.2:3b", "task_type": "generate"}""") { Status = 202, Refusals = [404, 409] },
        ["ListBenchmarks"] = new(typeof(BenchmarkList), Query: "?limit=20") { Refusals = [400], Parameters = Named([Limit, .. BenchmarkFilters]) },
        ["CompareBenchmarks"] = new(typeof(BenchmarkComparison)) { Refusals = [400], Parameters = Named(BenchmarkFilters) },
        ["RateDevices"] = new(typeof(DeviceRatingList)),
        ["ListModelStats"] = new(typeof(ModelStatsList)),
        ["RateModel"] = new(typeof(FeedbackStored), typeof(FeedbackRequest), """{"model": "openrouter/example-model", "rating": "good"}""") { Refusals = [404] },
        ["ListCosts"] = new(typeof(CostList), Query: "?limit=10")
        {
            Refusals = [400],
            Parameters = Named(("limit", new ParameterDoc("1 to 500.", "integer")), ("after", new ParameterDoc("Go on below this id: next of the page before.", Format: "uuid"))),
        },
        ["GetBalance"] = new(typeof(CostBalance)),
        ["ListPrices"] = new(typeof(PriceList))
        {
            Refusals = [400],
            Parameters = Named(("provider", new ParameterDoc("Only models of this provider.")), ("after", new ParameterDoc("Go on behind this one: next of the page before."))),
        },
        ["PutPrice"] = new(typeof(PriceView), typeof(PriceRequest), """{"price_in_1m": 0.15, "price_out_1m": 0.6}"""),
        ["DeletePrice"] = new(typeof(PriceForgotten)) { Refusals = [404] },
        ["SyncModels"] = new(typeof(SyncAnswer)) { Refusals = [502] },
        ["ListIncidents"] = new(typeof(IncidentList), Query: "?state=open")
        {
            Refusals = [400],
            Parameters = Named(
                ("state", new ParameterDoc("Only those in this state.", Values: IncidentChecks.States)), ("rule", new ParameterDoc("Only those this rule saw.")),
                ("limit", new ParameterDoc("1 to 500; 50 when absent.", "integer")), ("after", new ParameterDoc("Go on below this id: next of the page before.", Format: "uuid"))),
        },
        ["ListFailures"] = new(typeof(FailureList), Query: "?after=2026-01-31T12:00:00Z")
        {
            Refusals = [400],
            Parameters = Named(
                ("after", new ParameterDoc("Only jobs that failed after this time.", Format: "date-time")),
                ("attempts", new ParameterDoc("Only jobs with so many attempts, 3 when absent, or with all they may have.", "integer")),
                ("limit", new ParameterDoc("1 to 500; 50 when absent.", "integer"))),
        },
        ["LeaseWatch"] = new(typeof(LeaseView), typeof(LeaseRequest), """{"holder": "example-watcher", "seconds": 60}"""),
        ["ReleaseWatch"] = new(typeof(WatchDone), typeof(LeaseRequest), """{"holder": "example-watcher"}"""),
        ["ReadWatch"] = new(typeof(WatchView), Query: "?holder=example-watcher") { Parameters = Named(("holder", new ParameterDoc("Who asks; decides what held says."))) },
        ["RecordIncidents"] = new(typeof(RecordView), typeof(RecordRequest), """{"holder": "example-watcher", "version": 1, "memory": {}, "incidents": [], "messages": []}""") { Refusals = [409] },
        ["WriteNote"] = new(typeof(WatchDone), typeof(NoteRequest), """{"holder": "example-watcher", "value": "something small"}""")
        {
            Refusals = [409],
            Parameters = Named(("name", new ParameterDoc("1 to 40 of a-z, 0-9, _ and -."))),
        },
        ["ListMessages"] = new(typeof(MessageList))
        {
            Refusals = [400],
            Parameters = Named(("state", new ParameterDoc("Only those in this state.", Values: IncidentChecks.MessageStates))),
        },
        ["ClaimMessages"] = new(typeof(ClaimedMessages), typeof(ClaimMessagesRequest), """{"holder": "example-watcher", "channels": ["my-channel"], "limit": 1}""") { Refusals = [409] },
        ["FinishMessage"] = new(
            typeof(WatchDone), typeof(FinishMessageRequest), """{"holder": "example-watcher", "id": "00000000-0000-0000-0000-000000000000", "channel": "my-channel", "revision": 1, "sent": true}"""),
        ["Dashboard"] = new(typeof(DashboardView)),
        ["DebugHealth"] = new(typeof(HealthCheck)),
        ["DebugActions"] = new(typeof(ActionList)),
        ["DebugCapacity"] = new(typeof(CapacityView)),
        ["DebugTest"] = new(typeof(SmokeReport)),
    };

    /// <summary>Gives every endpoint that has a name its documentation as metadata.</summary>
    public static TBuilder WithEndpointDocs<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(static builder =>
        {
            if (builder.Metadata.OfType<IEndpointNameMetadata>().FirstOrDefault() is { } name && All.TryGetValue(name.EndpointName, out var doc))
            {
                foreach (var metadata in doc.Metadata())
                {
                    builder.Metadata.Add(metadata);
                }
            }
        });
        return endpoints;
    }

    private static Dictionary<string, ParameterDoc> Named(params (string Name, ParameterDoc Doc)[] parameters) =>
        parameters.ToDictionary(static parameter => parameter.Name, static parameter => parameter.Doc);
}
