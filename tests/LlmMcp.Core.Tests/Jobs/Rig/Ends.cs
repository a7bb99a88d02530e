using System.Text;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Tests.Jobs.Rig;

/// <summary>Reports of workers.</summary>
internal static class Ends
{
    public static AttemptEnd.Done Done(Guid id, long claimNo, string worker = "w1", string result = """{"ok":true}""", string metrics = "") =>
        new(id, claimNo, worker, Encoding.UTF8.GetBytes(result), Encoding.UTF8.GetBytes(metrics));

    public static AttemptEnd.Failed Failed(
        Guid id, long claimNo, string worker, string error, string errorClass, double retryAfterSeconds = 0) =>
        new(id, claimNo, worker, error, errorClass, TimeSpan.FromSeconds(retryAfterSeconds), default);
}
