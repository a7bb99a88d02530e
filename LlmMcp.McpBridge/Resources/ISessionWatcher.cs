namespace LlmMcp.McpBridge.Resources;

/// <summary>Wants to know when a session is over, because it keeps something for it.</summary>
internal interface ISessionWatcher
{
    /// <summary>The session will ask nothing any more. Called once, after its server has stopped.</summary>
    void Ended(string sessionId);
}
