namespace LlmMcp.Core.Scheduling;

/// <summary>What a device has room for at this moment, by the rows themselves.</summary>
/// <param name="Total">All its slots.</param>
/// <param name="Free">Those nothing runs on.</param>
/// <param name="ProbeDue">Its circuit is open and has rested: exactly one job may try.</param>
internal readonly record struct DeviceRoom(int Total, int Free, bool ProbeDue = false);
