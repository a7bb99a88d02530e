using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Ask;

/// <summary>Where an answer is shown: live on a screen, or whole at the end for pipes and programs.</summary>
internal interface IAnswerView
{
    void StatusChanged(Job job);

    /// <summary>The job has been in the queue for a while, and this is why.</summary>
    void Waits(string why);

    void TextArrived(string response, string thinking);

    /// <summary>The text so far belongs to an attempt that failed; <paramref name="attempt"/> begins, counted from 1.</summary>
    void AttemptBegan(long attempt);

    void StreamBroke(string why);

    /// <summary>The job is <c>done</c>.</summary>
    void Finished(Job job, AskFacts facts);

    /// <summary>There will be no answer; what the caller says next starts on a fresh line.</summary>
    void Abandoned();
}
