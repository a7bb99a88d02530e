using LlmMcp.Contracts;
using LlmMcp.Core.Fleet.Circuits;

namespace LlmMcp.Core.Tests.Fleet.Circuits;

public sealed class CircuitPolicyTests
{
    [Theory]
    [InlineData(true, null, false, false, nameof(CircuitVerdict.Success))]
    [InlineData(false, ErrorClass.Unreachable, false, false, nameof(CircuitVerdict.Unreachable))]
    [InlineData(false, ErrorClass.ServerError, false, false, nameof(CircuitVerdict.Failure))]
    [InlineData(false, ErrorClass.StreamBroken, true, false, nameof(CircuitVerdict.Failure))]
    [InlineData(false, ErrorClass.Timeout, false, false, nameof(CircuitVerdict.Failure))]
    [InlineData(false, ErrorClass.Timeout, false, true, nameof(CircuitVerdict.None))]
    [InlineData(false, ErrorClass.Timeout, true, false, nameof(CircuitVerdict.None))]
    [InlineData(false, ErrorClass.Request, false, false, nameof(CircuitVerdict.None))]
    [InlineData(false, ErrorClass.ModelMissing, false, false, nameof(CircuitVerdict.None))]
    [InlineData(false, ErrorClass.Overloaded, false, false, nameof(CircuitVerdict.None))]
    [InlineData(false, ErrorClass.NotConfigured, false, false, nameof(CircuitVerdict.None))]
    [InlineData(false, ErrorClass.Internal, false, false, nameof(CircuitVerdict.None))]
    [InlineData(false, "a class of a newer worker", false, false, nameof(CircuitVerdict.None))]
    public void An_attempt_says_of_its_device(bool succeeded, string? errorClass, bool answerBegan, bool coldStart, string verdict) =>
        Assert.Equal(Enum.Parse<CircuitVerdict>(verdict), CircuitPolicy.Judge(succeeded, errorClass, answerBegan, coldStart));

    [Theory]
    [InlineData(true, null, false, true)]
    [InlineData(false, ErrorClass.Unreachable, false, false)]
    [InlineData(false, ErrorClass.ServerError, false, true)]
    [InlineData(false, ErrorClass.Overloaded, false, true)]
    [InlineData(false, ErrorClass.ModelMissing, false, true)]
    [InlineData(false, ErrorClass.StreamBroken, false, true)]
    [InlineData(false, ErrorClass.Timeout, true, true)]
    [InlineData(false, ErrorClass.Timeout, false, false)]
    [InlineData(false, ErrorClass.Request, false, false)]
    [InlineData(false, ErrorClass.NotConfigured, false, false)]
    [InlineData(false, ErrorClass.Internal, false, false)]
    public void An_attempt_shows_that_its_worker_connects(bool succeeded, string? errorClass, bool answerBegan, bool connected) =>
        Assert.Equal(connected, CircuitPolicy.Connected(succeeded, errorClass, answerBegan));
}
