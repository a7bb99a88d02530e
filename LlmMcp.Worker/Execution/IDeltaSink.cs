namespace LlmMcp.Worker.Execution;

/// <summary>Takes the output of a running attempt piece by piece. Never blocks; safe for one writer at a time.</summary>
public interface IDeltaSink
{
    /// <summary>Says that the model has begun to answer, whether or not what it said is shown. Only the first call counts.</summary>
    void AnswerBegan();

    /// <summary>Adds text to the answer, to the chain of thought, or to both (thought first).</summary>
    void Write(string response, string thinking);
}
