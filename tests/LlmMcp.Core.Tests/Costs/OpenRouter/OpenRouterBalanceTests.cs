using LlmMcp.Core.Costs.OpenRouter;
using LlmMcp.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Tests.Costs.OpenRouter;

public sealed class OpenRouterBalanceTests
{
    [Theory]
    [InlineData("""{"data":{"label":"x","limit":100,"limit_remaining":74.5,"usage":30.5,"is_free_tier":false}}""", "74.5", "30.5")]
    [InlineData("""{"data":{"limit":100,"limit_remaining":null,"usage":25.5}}""", "74.5", "25.5")]
    [InlineData("""{"data":{"limit":null,"usage":25.5}}""", null, "25.5")]
    public async Task What_is_left_is_told_or_reckoned(string answer, string? left, string used)
    {
        await using var fake = await FakeOpenRouter.StartAsync();
        fake.Answer("key", answer);
        using var asked = new Asking(fake);

        var account = await asked.Balance.GetAsync(CancellationToken.None);

        Assert.Equal((left, used), (Text(account!.Left), Text(account.Used)));
        Assert.Equal([("key", $"Bearer {FakeOpenRouter.Key}")], fake.Asked);
    }

    [Fact]
    public async Task The_older_path_will_do()
    {
        await using var fake = await FakeOpenRouter.StartAsync();
        fake.Answer("auth/key", """{"data":{"limit":10,"usage":1}}""");
        using var asked = new Asking(fake);

        Assert.Equal(new Account(9, 1), await asked.Balance.GetAsync(CancellationToken.None));
    }

    [Fact]
    public async Task It_is_asked_once_a_minute_and_a_failure_counts()
    {
        await using var fake = await FakeOpenRouter.StartAsync();
        fake.Answer("key", "no", 500);
        using var asked = new Asking(fake);

        Assert.Null(await asked.Balance.GetAsync(CancellationToken.None));
        fake.Answer("key", """{"data":{"limit":10,"usage":1}}""");
        Assert.Null(await asked.Balance.GetAsync(CancellationToken.None));
        asked.Time.Advance(TimeSpan.FromSeconds(60));
        var both = await Task.WhenAll(asked.Balance.GetAsync(CancellationToken.None), asked.Balance.GetAsync(CancellationToken.None));
        Assert.All(both, static account => Assert.Equal(9, account!.Left));
        Assert.Equal(2, fake.Asked.Count);
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("{}")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":{"usage":"much"}}""")]
    [InlineData(null)]
    public async Task Without_an_answer_nothing_is_told(string? answer)
    {
        await using var fake = await FakeOpenRouter.StartAsync();
        if (answer is not null)
        {
            fake.Answer("key", answer);
        }

        using var asked = new Asking(fake);

        Assert.Null(await asked.Balance.GetAsync(CancellationToken.None));
        Assert.Single(asked.Log.Events, static logged => logged.Id.Id == 2303 && !logged.Message.Contains(FakeOpenRouter.Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" not-used ")]
    public async Task Without_a_key_nobody_is_asked(string key)
    {
        await using var fake = await FakeOpenRouter.StartAsync();
        using var asked = new Asking(fake, key);

        Assert.Null(await asked.Balance.GetAsync(CancellationToken.None));
        Assert.Empty(fake.Asked);
    }

    [Theory]
    [InlineData("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1")]
    [InlineData("https://openrouter.ai/api/v1/", "https://openrouter.ai/api/v1")]
    [InlineData("https://openrouter.ai/api/v1/chat/completions", "https://openrouter.ai/api/v1")]
    [InlineData("https://openrouter.ai", "https://openrouter.ai/api/v1")]
    [InlineData("http://proxy:8000/or/v1/models/", "http://proxy:8000/or/v1")]
    [InlineData("ftp://openrouter.ai", null)]
    [InlineData("https://user:secret@openrouter.ai/api/v1", null)]
    [InlineData("", null)]
    public void Both_meanings_of_the_address_are_read(string url, string? expected) =>
        Assert.Equal(expected, OpenRouterClient.Base(url)?.AbsoluteUri.TrimEnd('/'));

    private static string? Text(decimal? amount) => amount?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Asking : IDisposable
    {
        private readonly OpenRouterClient client;

        public Asking(FakeOpenRouter fake, string key = FakeOpenRouter.Key)
        {
            client = FakeOpenRouter.Client(fake.Options(), Time, key);
            Balance = new OpenRouterBalance(client, Options.Create(fake.Options()), Time, Log.Factory.CreateLogger<OpenRouterBalance>());
        }

        public FakeTimeProvider Time { get; } = new();

        public ErrorLogGuard Log { get; } = new();

        public OpenRouterBalance Balance { get; }

        public void Dispose()
        {
            Balance.Dispose();
            client.Dispose();
            Log.Dispose();
        }
    }
}
