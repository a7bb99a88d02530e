namespace LlmMcp.Simulator.Fleet;

/// <summary>One node at one moment.</summary>
/// <param name="Name">The node.</param>
/// <param name="BaseUrl">Where it answers.</param>
/// <param name="Online">Whether its port takes connections.</param>
/// <param name="Running">Requests that hold a slot.</param>
/// <param name="Queued">Requests that wait for a slot or a load.</param>
/// <param name="MaxRunningSeen">The most requests that ever held a slot at once.</param>
/// <param name="Served">Model requests answered to the end.</param>
/// <param name="Failed">Model requests answered with an error or broken off by a fault.</param>
/// <param name="Aborted">Model requests whose client went away.</param>
/// <param name="TokensWritten">Tokens sent so far.</param>
/// <param name="Loads">Loads begun so far.</param>
/// <param name="Unloads">Runners that went away so far, for whatever reason.</param>
/// <param name="Loaded">The runners.</param>
public sealed record NodeSnapshot(
    string Name,
    Uri BaseUrl,
    bool Online,
    int Running,
    int Queued,
    int MaxRunningSeen,
    long Served,
    long Failed,
    long Aborted,
    long TokensWritten,
    long Loads,
    long Unloads,
    IReadOnlyList<LoadedModel> Loaded);

/// <summary>One runner at one moment.</summary>
/// <param name="Model">Name with tag.</param>
/// <param name="Loading">Whether it is still being loaded.</param>
/// <param name="Slots">Requests it works on at once.</param>
/// <param name="Running">Requests that hold one of its slots.</param>
/// <param name="Waiting">Requests that wait for one.</param>
/// <param name="MaxRunningSeen">The most that ever held a slot of this runner at once; never above <paramref name="Slots"/>.</param>
/// <param name="SizeBytes">Memory it takes.</param>
/// <param name="VramBytes">The part of it on the accelerator.</param>
/// <param name="ContextLength">Tokens of context per slot.</param>
/// <param name="ExpiresAt">When it is unloaded if nobody asks for it.</param>
public sealed record LoadedModel(
    string Model, bool Loading, int Slots, int Running, int Waiting, int MaxRunningSeen, long SizeBytes, long VramBytes, int ContextLength, DateTimeOffset ExpiresAt);
