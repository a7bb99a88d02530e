using LlmMcp.Contracts.V1;
using LlmMcp.Testing;
using LlmMcp.Worker.Claims;

namespace LlmMcp.Worker.Tests.Claims;

public class ClaimLedgerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ClaimLedger _ledger;

    public ClaimLedgerTests()
    {
        _ledger = new ClaimLedger(new CreditWindow(4, 100), _time);
        _ledger.Open();
    }

    [Fact]
    public void The_first_output_goes_at_once_and_the_rest_at_most_every_20_ms()
    {
        var claim = Running("a");
        _ledger.Write(claim, "one ", "");
        Assert.Equal("one ", Output(_ledger.Collect()));

        _ledger.Write(claim, "two ", "");
        var early = _ledger.Collect();
        Assert.Empty(early.Messages);
        Assert.Equal(20, early.NextOutput!.Value.TotalMilliseconds, 0.01);

        _time.Advance(TimeSpan.FromMilliseconds(12));
        _ledger.Write(claim, "three", "");
        Assert.Equal(8, _ledger.Collect().NextOutput!.Value.TotalMilliseconds, 0.01);

        _time.Advance(TimeSpan.FromMilliseconds(8));
        var due = _ledger.Collect();
        Assert.Equal((2L, "two three"), (due.Messages[0].Deltas.FirstSeq, Output(due)));
        Assert.Single(due.Messages[0].Deltas.Pieces);
    }

    [Fact]
    public void A_result_comes_after_the_last_output_of_its_own()
    {
        var claim = Running("a");
        _ledger.Write(claim, "one", "");
        _ledger.Collect();
        _ledger.Write(claim, "two", "");
        _ledger.Finish(claim, Done("a"));
        var messages = _ledger.Collect().Messages;
        Assert.Equal(
            [WorkerMessage.MessageOneofCase.Deltas, WorkerMessage.MessageOneofCase.Results, WorkerMessage.MessageOneofCase.Capacity],
            messages.Select(message => message.MessageCase));
    }

    [Fact]
    public void A_lost_claims_late_result_is_not_sent()
    {
        var claim = Running("a");
        Assert.Single(_ledger.Lose([claim.Key]));
        _ledger.Finish(claim, Done("a"));
        Assert.DoesNotContain(_ledger.Collect().Messages, message => message.Results is not null);
        Assert.Equal(default, _ledger.Counts);
    }

    [Fact]
    public void Results_of_one_message_are_bounded_in_number_and_bytes()
    {
        _ledger.Add([.. Enumerable.Range(0, 2_500).Select(i => new HeldClaim(new ClaimKey($"job-{i}", 1), false) { Result = Done($"job-{i}") })]);
        Assert.Equal([1000, 1000, 500], Enumerable.Range(0, 3).Select(_ => _ledger.Collect().Messages[0].Results.Results.Count));

        var big = new JobDone { ResultJson = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(new byte[700_000]) };
        _ledger.Add([.. Enumerable.Range(0, 3).Select(i =>
            new HeldClaim(new ClaimKey($"big-{i}", 1), false) { Result = new JobResult { JobId = $"big-{i}", ClaimNo = 1, Done = big } })]);
        Assert.Equal([2, 1], Enumerable.Range(0, 2).Select(_ => _ledger.Collect().Messages[0].Results.Results.Count));
    }

    [Fact]
    public void Whatever_happens_credit_out_and_jobs_held_stay_within_the_window()
    {
        var random = new Random(7);
        var window = new CreditWindow(4, 100);
        var ledger = new ClaimLedger(window, _time);
        var (models, light) = Credit(ledger.Open().Capacity);
        List<HeldClaim> held = [];
        for (var step = 0; step < 20_000; step++)
        {
            switch (random.Next(5))
            {
                case 0 when models > 0:
                    models--;
                    held.Add(Add(ledger, $"m{step}", callsModel: true));
                    break;
                case 1 when light > 0:
                    var count = random.Next(1, light + 1);
                    light -= count;
                    held.AddRange(Enumerable.Range(0, count).Select(i => Add(ledger, $"l{step}-{i}", callsModel: false)));
                    break;
                case 2 when held.Count > 0:
                    ledger.Finish(held[random.Next(held.Count)], Done("x"));
                    break;
                case 3 when held.Count > 0:
                    var gone = held[random.Next(held.Count)];
                    held.Remove(gone);
                    ledger.Acknowledge([gone.Key]);
                    break;
                case 4 when random.Next(50) == 0:
                    (models, light) = Credit(ledger.Open().Capacity);
                    ledger.Keep(held.Select(claim => claim.Key).ToHashSet());
                    break;
            }

            foreach (var message in ledger.Collect().Messages)
            {
                models += message.Capacity?.ModelJobs ?? 0;
                light += message.Capacity?.LightJobs ?? 0;
            }

            Assert.True(models + held.Count(claim => claim.CallsModel && claim.Result is null) <= 4);
            Assert.True(light + held.Count(claim => !claim.CallsModel) <= 100);

            // Never stalls: when all is quiet there is credit out.
            Assert.True(held.Count > 0 || (models == 4 && light >= 75));
        }
    }

    private HeldClaim Running(string id) => Add(_ledger, id, callsModel: true);

    private static HeldClaim Add(ClaimLedger ledger, string id, bool callsModel)
    {
        var claim = new HeldClaim(new ClaimKey(id, 1), callsModel) { Deltas = new DeltaBuffer(), Stop = new CancellationTokenSource() };
        ledger.Add([claim]);
        return claim;
    }

    private static (int Models, int Light) Credit(WorkerCapacity capacity) => (capacity.ModelJobs, capacity.LightJobs);

    private static JobResult Done(string id) => new() { JobId = id, ClaimNo = 1, Done = new JobDone() };

    private static string Output(Outgoing outgoing) =>
        string.Concat(outgoing.Messages.Where(message => message.Deltas is not null).SelectMany(message => message.Deltas.Pieces).Select(piece => piece.Response));
}
