using System.ComponentModel.DataAnnotations;

namespace LlmMcp.Core.Jobs;

/// <summary>Settings of the queue (section <c>Jobs</c>).</summary>
internal sealed class JobsOptions
{
    /// <summary>The most attempts a job may have.</summary>
    public const int MostAttempts = 1000;

    /// <summary>How long finished jobs are kept, in days. 0 keeps them for ever. The default is 7.</summary>
    [Range(0, 3650, ErrorMessage = "Jobs:RetentionDays (JOB_RETENTION_DAYS) must be 0 to 3650.")]
    public int RetentionDays { get; set; } = 7;

    /// <summary>Lease of a claim in seconds when the worker asks for none. The default is 60.</summary>
    [Range(5, 3600, ErrorMessage = "Jobs:LeaseSeconds (WORKER_LEASE_SECONDS) must be 5 to 3600.")]
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>Attempts of a job that does not say how many (<c>MAX_RETRIES</c>), 1 to 1000. The default is 3.</summary>
    [Range(1, MostAttempts, ErrorMessage = "Jobs:MaxAttempts (MAX_RETRIES) must be 1 to 1000.")]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>How long a worker whose stream ended may take to come back before its jobs return, in seconds. The default is 2.</summary>
    [Range(0, 60)]
    public double ReattachSeconds { get; set; } = 2;

    /// <summary>Largest number of jobs in one batch submit. The default is 10,000.</summary>
    [Range(1, 100_000)]
    public int MaxBatch { get; set; } = 10_000;

    /// <summary>Largest number of event streams open at once on this Core. The default is 20,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxStreams { get; set; } = 20_000;
}
