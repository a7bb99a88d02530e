namespace LlmMcp.Core.Fleet;

/// <summary>A worker that lately could not connect to a device; others may.</summary>
internal readonly record struct LostReach(string WorkerId, string DeviceId);
