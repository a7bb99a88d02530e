namespace LlmMcp.Core.Debug;

/// <summary>Statements of the smoke test.</summary>
internal static class DebugSql
{
    public const string Ping = "select 1";

    public const string Count = "select (select count(*) from devices), (select count(*) from device_models)";

    public const string ReadJob = "select status from jobs where id = @id";
}
