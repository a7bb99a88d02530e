using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;

namespace LlmMcp.Core.Tests.Dashboard;

public sealed class IssuesTests
{
    [Fact]
    public void A_sound_system_has_none() => Assert.Empty(Of(Facts.Of(queued: 3, running: 1, done: 100), Facts.Device("pi5", "pi5", models: ["a"])));

    [Fact]
    public void The_deployed_system_s_sentences_come_first_and_in_its_order()
    {
        var facts = Facts.Of(queued: 11) with { Ratings = new Dictionary<string, Rating> { ["sick"] = new(5, 3, 60, null) } };

        var issues = Of(
            facts, Facts.Device("gone", "gone", online: false), Facts.Device("sick", "sick", models: ["strange:latest"]),
            Facts.Device("tired", "tired", models: ["a"], circuit: new Circuit(CircuitState.Open, 3, Facts.Now.AddMinutes(-2))));

        Assert.Equal(
            [
                "Host 'gone' offline (last seen 2h ago)", "Host 'tired' circuit degraded", "Host 'sick' low success rate: 60.0%",
                "Queue stuck: 11 jobs queued but no workers processing", "Queue backlog: 11 jobs waiting",
                "Node 'tired' rests after 3 failures in a row; one job tries it in 3m", "1 models of unknown size, never chosen by quality: strange:latest",
            ],
            issues);
    }

    [Fact]
    public void A_rating_of_few_jobs_says_nothing() =>
        Assert.Empty(Of(Facts.Of() with { Ratings = new Dictionary<string, Rating> { ["pi5"] = new(4, 0, 0, null) } }, Facts.Device("pi5", "pi5", models: ["a"])));

    [Fact]
    public void A_queue_without_any_worker_is_not_called_stuck_but_unserved() =>
        Assert.Equal(["Kind 'echo': 2 jobs queued, but no online worker serves it"], Of(Facts.Of(queued: 2, workers: 0)));

    [Fact]
    public void A_kind_nobody_serves_is_named()
    {
        var facts = Facts.Of(running: 1) with
        {
            Totals = [new("echo", "submitted", 1), new("my.kind", "submitted", 700)],
            Lanes = [new("my.kind", "me", "my.kind", 5, 500), new("~ quality=max", "me", "openai.chat", 5, 1)],
        };

        Assert.Equal(["Queue backlog: 700 jobs waiting", "Kind 'my.kind': 700 jobs queued, but no online worker serves it"], Of(facts));
    }

    [Fact]
    public void A_queue_is_not_stuck_where_the_workers_that_are_there_take_none_of_it()
    {
        Assert.Equal(["Kind 'my.kind': 2 jobs queued, but no online worker serves it"], Of(Facts.Of(queued: 2, kind: "my.kind")));
        Assert.Equal(
            ["Queue stuck: 3 jobs queued but no workers processing", "Kind 'my.kind': 2 jobs queued, but no online worker serves it"],
            Of(Facts.Of(queued: 2, kind: "my.kind") with
            {
                Totals = [new("echo", "submitted", 1), new("my.kind", "submitted", 2)],
                Lanes = [new("my.kind", "me", "my.kind", 5, 2)],
                Waiting = [new("echo", "me", "echo", null, 1)],
            }));
    }

    [Fact]
    public void A_worker_of_the_deployed_system_serves_that_system_s_kinds() =>
        Assert.Empty(Of(Facts.Of(queued: 1, running: 1, kind: "ollama.embed") with { Workers = [[]] }));

    [Theory]
    [InlineData("", false)]
    [InlineData("http://mac:11435", true)]
    [InlineData("http://pi5:11436", false)]
    public void A_configured_MLX_that_does_not_answer_is_named(string url, bool missing)
    {
        var node = Facts.Device("mlx:pi5", "pi5", 11436, models: ["a"]) with { Provider = "compat" };

        Assert.Equal(missing ? ["MLX is configured (MLX_API_URL) but does not answer"] : [], Issues.Of([], Facts.Of(), Facts.Fleet(node), url).Select(static issue => issue.Text));
    }

    [Fact]
    public void There_are_never_more_than_a_hundred() =>
        Assert.Equal(100, Of(Facts.Of(), [.. Enumerable.Range(0, 150).Select(static n => Facts.Device($"d{n}", $"d{n}", online: false))]).Count);

    [Fact]
    public void An_issue_says_what_it_is_made_of()
    {
        var issue = Find(Facts.Of(), Facts.Device("gone", "gone", online: false)).Single();

        Assert.Equal("host_offline", issue.Code);
        Assert.Equal(["host gone", "silent_minutes 125"], issue.Arguments.Select(static argument => $"{argument.Key} {argument.Value}"));
    }

    [Fact]
    public void Every_issue_has_a_code_that_pages_know()
    {
        var facts = Facts.Of(queued: 11) with { Ratings = new Dictionary<string, Rating> { ["sick"] = new(5, 3, 60, null) }, LimitMistakes = ["x"] };
        var fleet = Facts.Fleet(
            Facts.Device("gone", "gone", online: false), Facts.Device("sick", "sick", models: ["strange:latest"]),
            Facts.Device("tired", "tired", models: ["a"], circuit: new Circuit(CircuitState.Open, 3, Facts.Now.AddMinutes(-2))));
        var unserved = Facts.Of(queued: 2, workers: 0);

        var codes = Issues.Of(new FleetTree(fleet, facts).Hosts(), facts, fleet, "http://mac:11435").Concat(Find(unserved)).Select(static issue => issue.Code).ToHashSet();

        Assert.Equal(Issue.Codes.Order(), codes.Order());
        foreach (var language in new[] { "en", "ru" })
        {
            var texts = System.Text.Json.JsonDocument.Parse(File.ReadAllText(LlmMcp.Testing.RepositoryFolder.Below($"web/src/i18n/{language}.json"))).RootElement;
            Assert.All(codes, code => Assert.True(texts.TryGetProperty($"issue.{code}", out _), $"{language} has no issue.{code}"));
        }
    }

    private static IReadOnlyList<string> Of(DashboardFacts facts, params FleetDevice[] devices) => [.. Find(facts, devices).Select(static issue => issue.Text)];

    private static IReadOnlyList<Issue> Find(DashboardFacts facts, params FleetDevice[] devices)
    {
        var fleet = Facts.Fleet(devices);
        return Issues.Of(new FleetTree(fleet, facts).Hosts(), facts, fleet, mlxUrl: "");
    }
}
