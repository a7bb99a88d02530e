namespace LlmMcp.Core.Jobs;

/// <summary>A job has a new status. Says that, not what: readers look at the row.</summary>
internal readonly record struct JobChange(Guid Id, string Status, long ClaimNo);

/// <summary>Where ready jobs wait: the unit of fairness. Sorting by it is the order of the ready index.</summary>
/// <param name="Block">What the jobs may run on.</param>
/// <param name="Rank">The negated priority: lower runs first.</param>
/// <param name="Client">Name of the client key, or empty.</param>
/// <param name="Source">What the caller calls itself.</param>
internal readonly record struct Lane(string Block, int Rank, string Client, string Source);
