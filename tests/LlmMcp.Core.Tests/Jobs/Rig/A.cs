using System.Text;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Tests.Jobs.Rig;

/// <summary>Jobs to submit: <c>A.Job() with { Priority = 5 }</c>.</summary>
internal static class A
{
    /// <summary>A job that needs no slot.</summary>
    public static NewJob Job(string source = "", string payload = """{"text":"hello"}""", string kind = JobKinds.Echo) => new()
    {
        Kind = kind,
        Block = new WorkBlock(kind).ToString(),
        Payload = Encoding.UTF8.GetBytes(payload),
        Source = source,
    };

    /// <summary>A job that needs a slot of a device that has the model.</summary>
    public static NewJob ModelJob(string model = "m", string source = "") => new()
    {
        Kind = JobKinds.OllamaGenerate,
        Block = new WorkBlock(JobKinds.OllamaGenerate, model).ToString(),
        Payload = Encoding.UTF8.GetBytes($$"""{"model":"{{model}}","prompt":"hi"}"""),
        Source = source,
    };

    /// <summary>A job whose kind, model and device are chosen at each claim.</summary>
    public static NewJob LateJob(string need = "n", string source = "") => ModelJob("unbound", source) with { Block = WorkBlock.LateBound(need).ToString() };
}
