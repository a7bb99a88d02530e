using System.Text.Json;
using LlmMcp.Core.Api;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>What is left at OpenRouter. Asked once a minute at most, by one caller for all; a failure is kept as long.</summary>
internal sealed class OpenRouterBalance(OpenRouterClient client, IOptions<OpenRouterOptions> options, TimeProvider time, ILogger<OpenRouterBalance> logger) : IDisposable
{
    private readonly KeptAnswer<Account?> kept = new(TimeSpan.FromMinutes(1), time);

    private volatile Account? last;

    /// <summary>The account as it was when somebody asked last; null while nobody has, and when OpenRouter did not tell.</summary>
    public Account? Last => last;

    /// <summary>The account; null without a key and while OpenRouter does not tell.</summary>
    public async Task<Account?> GetAsync(CancellationToken cancellationToken) => client.HasKey ? await kept.GetAsync(AskAsync, cancellationToken) : null;

    public void Dispose() => kept.Dispose();

    private async Task<Account?> AskAsync(CancellationToken cancellationToken) => last = await ReadAsync(cancellationToken);

    private async Task<Account?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var limit = options.Value.Timeout / 10;
            // The path of today, and the one of before.
            var body = await client.GetAsync("key", limit, cancellationToken) ?? await client.GetAsync("auth/key", limit, cancellationToken)
                ?? throw new OpenRouterException("it has no such path");
            return JsonSerializer.Deserialize<KeyAnswer>(body, CoreJson.Options)?.Data is { } key
                ? new Account(key.LimitRemaining ?? (key.Limit - key.Usage), key.Usage)
                : throw new OpenRouterException("the answer says nothing of the key");
        }
        catch (Exception exception) when (exception is OpenRouterException or JsonException)
        {
            CatalogueLog.NoBalance(logger, exception is JsonException ? "the answer is not the JSON it should be" : exception.Message);
            return null;
        }
    }

    private sealed record KeyAnswer(KeyData? Data);

    private sealed record KeyData(decimal? Limit, decimal? LimitRemaining, decimal Usage);
}

/// <summary>An account at OpenRouter.</summary>
/// <param name="Left">USD; null for an account without a limit.</param>
/// <param name="Used">USD.</param>
internal sealed record Account(decimal? Left, decimal Used);
