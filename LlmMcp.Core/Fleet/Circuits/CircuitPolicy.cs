using LlmMcp.Contracts;

namespace LlmMcp.Core.Fleet.Circuits;

/// <summary>What an ended attempt says of its device.</summary>
internal enum CircuitVerdict
{
    /// <summary>Nothing: the request, a setting or the load was to blame, or the node was merely busy.</summary>
    None,

    /// <summary>It works.</summary>
    Success,

    /// <summary>It failed.</summary>
    Failure,

    /// <summary>The worker could not connect; the device fails only if no other worker can.</summary>
    Unreachable,
}

/// <summary>Who is to blame for an ended attempt. Pure.</summary>
internal static class CircuitPolicy
{
    /// <summary>What the attempt says of its device.</summary>
    /// <param name="succeeded">The job was answered.</param>
    /// <param name="errorClass">One of <see cref="ErrorClass"/> when it was not.</param>
    /// <param name="answerBegan">A first token came.</param>
    /// <param name="coldStart">The model had to be loaded first.</param>
    public static CircuitVerdict Judge(bool succeeded, string? errorClass, bool answerBegan, bool coldStart) => errorClass switch
    {
        _ when succeeded => CircuitVerdict.Success,
        ErrorClass.Unreachable => CircuitVerdict.Unreachable,
        ErrorClass.ServerError or ErrorClass.StreamBroken => CircuitVerdict.Failure,
        // A long answer is no failure of the node, and neither is a long load.
        ErrorClass.Timeout when !answerBegan && !coldStart => CircuitVerdict.Failure,
        _ => CircuitVerdict.None,
    };

    /// <summary>True when the attempt shows that its worker can connect to the device, whatever came of it.</summary>
    public static bool Connected(bool succeeded, string? errorClass, bool answerBegan) =>
        succeeded || answerBegan
        || errorClass is ErrorClass.ServerError or ErrorClass.StreamBroken or ErrorClass.ModelMissing or ErrorClass.Overloaded;
}
