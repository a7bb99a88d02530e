using System.Buffers;
using System.Text;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;
using LlmMcp.Core.JobsApi;

namespace LlmMcp.Core.Tests.JobsApi;

/// <summary>The exact text of each event on the wire.</summary>
public sealed class JobStreamFramesTests
{
    private static readonly Guid Id = new("01890000-0000-7000-8000-000000000001");

    [Fact]
    public void A_status_is_the_job_on_one_line() => Assert.Equal(
        """
        event: status
        id: 2.5
        data: {"id":"01890000-0000-7000-8000-000000000001","kind":"echo","payload":{"a": "line\nbreak"},"status":"running","attempts":1,"max_attempts":3,"priority":-1,"queued_at":"2026-02-14T12:00:00.123456Z","updated_at":"2026-02-14T12:00:01Z","lease_until":"2026-02-14T12:01:00Z","source":"s","claim_no":2,"worker_id":"w1"}


        """.ReplaceLineEndings("\n"),
        Frame(new FollowEvent.Status(new FollowPosition(2, 5), new Job
        {
            Id = Id, Kind = "echo", Status = "running", Payload = Encoding.UTF8.GetBytes("""{"a": "line\nbreak"}"""), Attempts = 1, MaxAttempts = 3, Priority = -1,
            Source = "s", ClaimNo = 2, WorkerId = "w1",
            QueuedAt = new DateTime(2026, 2, 14, 12, 0, 0, DateTimeKind.Utc).AddTicks(1_234_560),
            UpdatedAt = new DateTime(2026, 2, 14, 12, 0, 1, DateTimeKind.Utc), LeaseUntil = new DateTime(2026, 2, 14, 12, 1, 0, DateTimeKind.Utc),
        })));

    [Theory]
    [InlineData("Hel", "", """{"response":"Hel"}""")]
    [InlineData("", "hm", """{"thinking":"hm"}""")]
    [InlineData("a", "b", """{"response":"a","thinking":"b"}""")]
    [InlineData("two\nlines", "", """{"response":"two\nlines"}""")]
    public void A_delta_has_the_keys_it_needs(string response, string thinking, string data) =>
        Assert.Equal($"event: delta\nid: 1.7\ndata: {data}\n\n", Frame(new FollowEvent.Delta(new FollowPosition(1, 7), new OutputPiece(response, thinking))));

    [Theory]
    [InlineData(3, 12, """{"queue_position":3,"eta_seconds":12}""")]
    [InlineData(0, null, """{"queue_position":0}""")]
    [InlineData(null, null, "{}")]
    public void A_place_in_line_has_what_is_known(int? position, int? eta, string data)
    {
        var place = new QueuePlace(position, eta);

        Assert.Equal($"event: queue\nid: 1.7\ndata: {data}\n\n", Frame(new FollowEvent.Queue(new FollowPosition(1, 7), place)));
        Assert.Contains(data[1..^1], Frame(new FollowEvent.Status(new FollowPosition(1, 7), new Job { Id = Id, Kind = "k", Status = "queued", Payload = "{}"u8.ToArray() }) { Place = place }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reset_names_the_new_attempt() =>
        Assert.Equal("event: reset\nid: 3.0\ndata: {\"claim_no\":3,\"attempt\":2}\n\n", Frame(new FollowEvent.Reset(new FollowPosition(3, 0), 2)));

    [Fact]
    public void An_unknown_job_is_an_error_event() => Assert.Equal(
        "event: error\ndata: {\"error\":\"not_found\",\"message\":\"There is no such job.\"}\n\n", Frame(new FollowEvent.NotFound()));

    [Fact]
    public void A_keep_alive_is_a_comment() => Assert.Equal(": keep-alive\n\n", Frame(new FollowEvent.KeepAlive(default)));

    private static string Frame(FollowEvent happened)
    {
        var output = new ArrayBufferWriter<byte>();
        JobStreamResult.Write(output, happened);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
