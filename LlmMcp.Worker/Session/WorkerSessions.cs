using LlmMcp.Worker.Claims;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.LocalNodes;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.Session;

/// <summary>The workers of this process.</summary>
internal sealed class WorkerSessions
{
    public WorkerSessions(
        IOptions<WorkerOptions> options, WorkerIdentity identity, CoreConnection core, JobExecutors executors, AttemptRunner runner,
        LocalNodeList localNodes, UpstreamHttp http, IConfiguration configuration, TimeProvider time, ILoggerFactory logs)
    {
        var worker = options.Value;
        var kinds = ServedKinds.From(worker, executors);
        All = [.. Enumerable.Range(0, worker.Workers).Select(index =>
        {
            var profile = new WorkerProfile(
                identity.IdOf(index), worker.Name, kinds, worker.LeaseSeconds, HasOwnOllama: configuration["Worker:Ollama:BaseUrl"] is not null);
            var ledger = new ClaimLedger(kinds.Window, time);
            var intake = new ClaimIntake(profile.WorkerId, ledger, executors, runner, logs.CreateLogger<ClaimIntake>());
            return new WorkerSession(profile, core, ledger, intake, () => new LocalNodeSurvey(localNodes, http, time), worker.ShutdownGrace, time, logs.CreateLogger<WorkerSession>());
        })];
    }

    public IReadOnlyList<WorkerSession> All { get; }
}
