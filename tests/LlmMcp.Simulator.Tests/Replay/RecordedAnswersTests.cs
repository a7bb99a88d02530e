namespace LlmMcp.Simulator.Tests.Replay;

/// <summary>Every request recorded from a real server is answered as that server answered it.</summary>
public sealed class RecordedAnswersTests(ReplayFleet fleet) : IClassFixture<ReplayFleet>
{
    // Facts of the transfer, not of the answer.
    private static readonly string[] Incidental = ["Content-Length", "Transfer-Encoding", "Date"];

    public static TheoryData<string> Files => [.. Recording.All.Keys];

    [Fact]
    public void All_recordings_are_there() => Assert.Equal(175, Recording.All.Count);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Answer_is_the_recorded_one(string file)
    {
        var recording = Recording.All[file];
        await using var stage = await fleet.PrepareAsync(recording);

        using var response = await stage.SendAsync();
        var answer = stage.ToRecorded(await response.Content.ReadAsStringAsync(stage.Stopping));

        Assert.True(recording.Status == (int)response.StatusCode, $"expected status {recording.Status}, got {(int)response.StatusCode}: {answer}");
        foreach (var (name, value) in recording.ResponseHeaders.Where(header => !Incidental.Contains(header.Key)))
        {
            Assert.Equal($"{name}: {value}", $"{name}: {Header(response, name)}");
        }

        if (!recording.ResponseHeaders.ContainsKey("Content-Type"))
        {
            Assert.Null(response.Content.Headers.ContentType);
        }

        var differences = AnswerComparison.Differences(file, recording.Answer, answer);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(10)));
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : "(none)";
}
