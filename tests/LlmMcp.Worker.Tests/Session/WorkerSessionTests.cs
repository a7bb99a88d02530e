using System.Text;
using LlmMcp.Contracts;
using LlmMcp.Contracts.V1;
using LlmMcp.Testing;
using LlmMcp.Worker.Session;
using LlmMcp.Worker.Tests.Fakes;
using Sort = LlmMcp.Contracts.V1.WorkerMessage.MessageOneofCase;

namespace LlmMcp.Worker.Tests.Session;

public class WorkerSessionTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Hello_says_who_the_worker_is_and_what_it_takes()
    {
        await using var bench = await SessionBench.StartAsync(options => options.ApiKey = "a-key");
        var session = await bench.Core.SessionAsync();
        Assert.Equal(("worker-1", "test", "a-key"), (session.Hello.Worker.Id, session.Hello.Worker.Name, session.ApiKey));
        Assert.Equal([JobKinds.Echo, JobKinds.OllamaGenerate], session.Hello.Kinds);
        Assert.Equal((2, 2000, 60), (session.Hello.Capacity.ModelJobs, session.Hello.Capacity.LightJobs, session.Hello.LeaseSeconds));
        Assert.Empty(session.Hello.Held);
    }

    [Fact]
    public async Task A_batch_of_echo_jobs_is_answered_with_one_message()
    {
        await using var bench = await SessionBench.StartAsync();
        var session = await bench.Core.WelcomedAsync();
        await session.AssignAsync([.. Enumerable.Range(0, 500).Select(i => FakeSession.Job($"job-{i}", payload: $$"""{"n":{{i}}}"""))]);
        var message = await session.NextAsync();
        Assert.Equal(Sort.Results, message.MessageCase);
        Assert.Equal(500, message.Results.Results.Count);
        Assert.Equal("""{"ok":true,"echo":{"n":499}}""", message.Results.Results[499].Done.ResultJson.ToStringUtf8());
    }

    [Fact]
    public async Task Light_credit_returns_in_batches_once_results_are_acknowledged()
    {
        await using var bench = await SessionBench.StartAsync(options => options.LightWindow = 100);
        var session = await bench.Core.WelcomedAsync();
        await session.AssignAsync([.. Enumerable.Range(0, 30).Select(i => FakeSession.Job($"job-{i}"))]);
        var results = await session.ResultsAsync(30);
        await session.AcknowledgeAsync([.. results.Take(20)]);
        await session.AcknowledgeAsync([.. results.Skip(20)]);
        Assert.InRange((await session.NextAsync(Sort.Capacity)).Capacity.LightJobs, 25, 30);
    }

    [Fact]
    public async Task An_unacknowledged_result_is_sent_again_in_the_next_session()
    {
        await using var bench = await SessionBench.StartAsync();
        var first = await bench.Core.WelcomedAsync();
        await first.AssignAsync(FakeSession.Job("kept"), FakeSession.Job("recorded"));
        await first.ResultsAsync(2);
        first.HangUp();

        var second = await bench.Core.SessionAsync();
        Assert.Equal(["kept", "recorded"], second.Hello.Held.Select(held => held.JobId).Order());
        await second.WelcomeAsync(kept: [new HeldJob { JobId = "kept", ClaimNo = 1 }]);
        Assert.Equal("kept", Assert.Single(await second.ResultsAsync(1)).JobId);
    }

    [Fact]
    public async Task A_worker_comes_back_whenever_Core_hangs_up_also_while_it_speaks()
    {
        await using var bench = await SessionBench.StartAsync();
        for (var round = 0; round < 25; round++)
        {
            var session = await bench.Core.WelcomedAsync();
            foreach (var job in Enumerable.Range(0, round * 4))
            {
                await session.AssignAsync(FakeSession.Job($"job-{round}-{job}"));
            }

            session.HangUp();
        }

        await bench.Core.WelcomedAsync();
    }

    [Fact]
    public async Task A_running_job_survives_a_lost_session_and_its_output_is_sent_again_from_the_start()
    {
        await using var bench = await SessionBench.StartAsync();
        var first = await bench.Core.WelcomedAsync();
        await first.AssignAsync(FakeSession.Job("slow", JobKinds.OllamaGenerate, claimNo: 5));
        var call = await bench.Model.CallAsync();
        call.Say("one ");
        Assert.Equal(1, (await first.NextAsync(Sort.Deltas)).Deltas.FirstSeq);
        first.HangUp();
        call.Say("two");

        var second = await bench.Core.SessionAsync();
        Assert.Equal(("slow", 5L), (second.Hello.Held.Single().JobId, second.Hello.Held.Single().ClaimNo));
        Assert.Equal(1, second.Hello.Capacity.ModelJobs);
        await second.WelcomeAsync(kept: [.. second.Hello.Held]);
        var again = (await second.NextAsync(Sort.Deltas)).Deltas;
        Assert.Equal((1L, "one two"), (again.FirstSeq, string.Concat(again.Pieces.Select(piece => piece.Response))));

        call.Finish();
        Assert.Equal(5, (await second.ResultsAsync(1))[0].ClaimNo);
        Assert.False(call.Canceled.IsCompleted);
    }

    [Fact]
    public async Task A_job_that_Core_does_not_keep_is_stopped()
    {
        await using var bench = await SessionBench.StartAsync();
        var first = await bench.Core.WelcomedAsync();
        await first.AssignAsync(FakeSession.Job("slow", JobKinds.OllamaGenerate));
        var call = await bench.Model.CallAsync();
        first.HangUp();
        await (await bench.Core.SessionAsync()).WelcomeAsync();
        await call.Canceled.WaitAsync(Soon);
    }

    [Fact]
    public async Task A_lost_claim_stops_its_call_and_reports_nothing()
    {
        await using var bench = await SessionBench.StartAsync();
        var session = await bench.Core.WelcomedAsync();
        await session.AssignAsync(FakeSession.Job("slow", JobKinds.OllamaGenerate));
        var call = await bench.Model.CallAsync();
        await session.LoseAsync(new HeldJob { JobId = "slow", ClaimNo = 1 });
        await call.Canceled.WaitAsync(Soon);

        // Its slot is free again, and the next result is somebody else's.
        Assert.Equal(1, (await session.NextAsync(Sort.Capacity)).Capacity.ModelJobs);
        await session.AssignAsync(FakeSession.Job("next"));
        Assert.Equal("next", (await session.ResultsAsync(1))[0].JobId);
    }

    [Fact]
    public async Task Model_credit_never_lets_more_run_than_there_are_slots()
    {
        await using var bench = await SessionBench.StartAsync(options => options.Slots = 4);
        var session = await bench.Core.WelcomedAsync();
        var credit = session.Hello.Capacity.ModelJobs;
        var (sent, done, most) = (0, 0, 0);
        while (done < 100)
        {
            for (; credit > 0 && sent < 100; credit--)
            {
                await session.AssignAsync(FakeSession.Job($"job-{sent++}", JobKinds.OllamaGenerate));
            }

            var call = await bench.Model.CallAsync();
            most = Math.Max(most, bench.Model.Running);
            call.Finish();
            var message = await session.NextAsync();
            while (message.MessageCase != Sort.Results || sent - done > 4 + message.Results.Results.Count)
            {
                credit += message.Capacity?.ModelJobs ?? 0;
                message = await session.NextAsync();
            }

            done += message.Results.Results.Count;
            await session.AcknowledgeAsync([.. message.Results.Results]);
            if (credit == 0 && sent < 100)
            {
                credit += (await session.NextAsync(Sort.Capacity)).Capacity.ModelJobs;
            }

            Assert.True(sent - done + credit <= 4, $"{sent} sent, {done} done, {credit} credit");
        }

        Assert.InRange(most, 1, 4);
    }

    [Fact]
    public async Task Heartbeats_name_everything_held_at_a_third_of_the_lease()
    {
        var time = new FakeTimeProvider();
        await using var bench = await SessionBench.StartAsync(time: time);
        var session = await bench.Core.WelcomedAsync(leaseSeconds: 30);
        await session.AssignAsync(FakeSession.Job("slow", JobKinds.OllamaGenerate), FakeSession.Job("done"));
        var call = await bench.Model.CallAsync();
        await session.AcknowledgeAsync([.. await session.ResultsAsync(1)]);
        await session.AssignAsync(FakeSession.Job("quick"));
        var quick = await session.ResultsAsync(1);
        time.Advance(TimeSpan.FromSeconds(10));
        var heartbeat = (await session.NextAsync(Sort.Heartbeat)).Heartbeat;
        Assert.Equal(["quick", "slow"], heartbeat.Held.Select(held => held.JobId).Order());
        call.Finish();
        await session.AcknowledgeAsync([.. quick, .. await session.ResultsAsync(1)]);
    }

    [Fact]
    public async Task A_stop_lets_running_jobs_finish_within_the_grace_and_refuses_new_ones()
    {
        await using var bench = await SessionBench.StartAsync(options => options.ShutdownGrace = TimeSpan.FromMinutes(10));
        var session = await bench.Core.WelcomedAsync();
        await session.AssignAsync(FakeSession.Job("slow", JobKinds.OllamaGenerate));
        var call = await bench.Model.CallAsync();
        bench.Stop();
        await session.AssignAsync(FakeSession.Job("late"), FakeSession.Job("later", JobKinds.OllamaGenerate));
        var refused = await session.ResultsAsync(2);
        Assert.All(refused, result => Assert.NotNull(result.Released));
        await session.AcknowledgeAsync([.. refused]);
        Assert.Equal(SessionPhase.Draining, bench.Session.Status.Phase);

        call.Finish();
        var last = await session.ResultsAsync(1);
        Assert.NotNull(last[0].Done);
        await session.AcknowledgeAsync([.. last]);
        await session.Ended.WaitAsync(Soon);
        await bench.Run.WaitAsync(Soon);
        Assert.Equal(SessionPhase.Stopped, bench.Session.Status.Phase);
    }

    [Fact]
    public async Task What_still_runs_after_the_grace_is_given_back()
    {
        var time = new FakeTimeProvider();
        await using var bench = await SessionBench.StartAsync(options => options.ShutdownGrace = TimeSpan.FromSeconds(20), time);
        var session = await bench.Core.WelcomedAsync();
        await session.AssignAsync(FakeSession.Job("slow", JobKinds.OllamaGenerate));
        var call = await bench.Model.CallAsync();
        var timers = time.ArmedTimers;
        bench.Stop();
        await time.WaitForArmedTimersAsync(timers + 1).WaitAsync(Soon);
        time.Advance(TimeSpan.FromSeconds(20));
        await call.Canceled.WaitAsync(Soon);
        var results = await session.ResultsAsync(1);
        Assert.NotNull(results[0].Released);
        await session.AcknowledgeAsync([.. results]);
        await bench.Run.WaitAsync(Soon);
    }

    [Fact]
    public async Task A_slow_Core_does_not_hold_up_the_model_and_misses_nothing()
    {
        await using var bench = await SessionBench.StartAsync();
        var session = await bench.Core.WelcomedAsync();
        await session.AssignAsync(FakeSession.Job("talk", JobKinds.OllamaGenerate));
        var call = await bench.Model.CallAsync();
        var goOn = session.Stall();
        var said = new StringBuilder();
        for (var i = 0; i < 20_000; i++)
        {
            call.Say($"token {i} ");
            said.Append($"token {i} ");
        }

        call.Finish();
        goOn();
        var heard = new StringBuilder();
        var expected = 1L;
        while (await session.NextAsync() is { MessageCase: not Sort.Results } message)
        {
            if (message.Deltas is { } deltas)
            {
                Assert.Equal(expected, deltas.FirstSeq);
                expected += deltas.Pieces.Count;
                heard.Append(string.Concat(deltas.Pieces.Select(piece => piece.Response)));
            }
        }

        Assert.Equal(said.ToString(), heard.ToString());
    }

    [Fact]
    public async Task A_worker_that_starts_before_Core_connects_when_Core_is_there()
    {
        var port = FreePort.Next();
        await using var bench = await SessionBench.StartAsync(options => options.CoreAddress = $"127.0.0.1:{port}");
        Assert.Equal(SessionPhase.Connecting, bench.Session.Status.Phase);
        await using var core = await FakeCore.StartAsync(port);
        await core.WelcomedAsync();
    }

    [Fact]
    public async Task A_kind_without_executor_and_an_unusable_device_are_reported_not_run()
    {
        await using var bench = await SessionBench.StartAsync();
        var session = await bench.Core.WelcomedAsync();
        var misplaced = FakeSession.Job("misplaced", JobKinds.OllamaGenerate);
        misplaced.DeviceId = "d";
        misplaced.Device = new DeviceAddress { BaseUrl = "file:///etc" };
        await session.AssignAsync(FakeSession.Job("unknown", "somebody.elses"), misplaced);
        Assert.All(await session.ResultsAsync(2), result => Assert.Equal(ErrorClass.NotConfigured, result.Failed.ErrorClass));
    }
}
