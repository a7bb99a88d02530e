namespace LlmMcp.Core;

/// <summary>Who this process is among the Cores that share a database. New at each start.</summary>
internal sealed record CoreIdentity(string Id)
{
    public static CoreIdentity Create() => new(Guid.CreateVersion7().ToString("N")[^12..]);
}
