using System.Diagnostics;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>One life of the server, from a start that succeeded to an exit.</summary>
/// <param name="Process">The postmaster; disposed by its watcher after the exit.</param>
/// <param name="Id">Its process id, which can be read also after that.</param>
/// <param name="StartedAt">The time provider's timestamp of the start.</param>
internal sealed record ServerRun(Process Process, int Id, long StartedAt);
