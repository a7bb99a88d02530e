using LlmMcp.Telemetry.Channels;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Store;
using LlmMcp.Telemetry.Texts;
using LlmMcp.Telemetry.Watching;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Bot;

/// <summary>Reads what is written in the allowed chat and answers it. What others write is passed over without a word.</summary>
internal sealed class BotDesk(
    ILookSource looks, CoreApi core, CoreIncidents incidents, ChannelSet channels, Leadership leadership, IOptions<TelemetryOptions> options, TimeProvider time,
    ILogger<BotDesk> logger)
{
    private const string Note = "bot_offset";

    /// <summary>What was asked before this is no longer answered: whoever asked has looked elsewhere since.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(10);

    private readonly ChannelGate gate = new(time);
    private readonly TimeZoneInfo zone = Zones.Of(options.Value);
    private long? offset;

    /// <summary>Waits for something to be written, up to 25 s; answers how many commands were met, or null when there was nothing to wait for.</summary>
    public async Task<int?> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!leadership.Held || channels.Telegram?.Bot is not { } bot || !gate.IsOpen)
        {
            offset = leadership.Held ? offset : null;
            return null;
        }

        offset ??= await OffsetAsync(cancellationToken);
        var (updates, failure) = await bot.UpdatesAsync(offset.Value, cancellationToken);
        if (failure is not null)
        {
            var failed = failure as Delivery.Failed;
            gate.Failed(failed?.RetryAfter);
            TelemetryLog.CommandsFailed(logger, failed?.Reason ?? ((Delivery.Refused)failure).Reason);
            return null;
        }

        gate.Succeeded();
        var met = 0;
        foreach (var update in updates.Where(update => update.Id >= offset).OrderBy(static update => update.Id))
        {
            if (update.IsFrom(options.Value.ChatId) && !(time.GetUtcNow() - update.SentAt > Stale) && BotCommand.Parse(update.Text) is { } command)
            {
                await bot.SendAsync(TelegramText.Of(await AnswerAsync(command, cancellationToken), options.Value.MaxLength), quietly: false, cancellationToken);
                met++;
            }

            offset = update.Id + 1;
        }

        if (updates.Count > 0)
        {
            await KeepAsync(cancellationToken);
        }

        return met;
    }

    private async Task<IReadOnlyList<string>> AnswerAsync(BotCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        switch (command)
        {
            case BotCommand.Mute mute:
                return await MuteAsync(now + mute.For, cancellationToken) ? BotReplies.Muted(now + mute.For, zone) : BotReplies.NotStored;
            case BotCommand.Unmute:
                return await MuteAsync(null, cancellationToken) ? BotReplies.Unmuted : BotReplies.NotStored;
            case BotCommand.Help:
                return BotReplies.Help;
        }

        var look = await looks.LookAsync(now, cancellationToken);
        return look.Reach != Reach.Whole ? BotReplies.Gone(look) : command switch
        {
            BotCommand.Devices => BotReplies.Devices(look.Dashboard, now),
            BotCommand.Costs => BotReplies.Costs(look.Dashboard, await ProvidersAsync(cancellationToken)),
            _ => BotReplies.Status(look.Dashboard, await MuteUntilAsync(cancellationToken), now, zone),
        };
    }

    private async Task<bool> MuteAsync(DateTimeOffset? until, CancellationToken cancellationToken)
    {
        try
        {
            await incidents.MuteAsync(until, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is CoreGoneException or NotTheWatcherException)
        {
            return false;
        }
    }

    private async Task<DateTimeOffset?> MuteUntilAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await incidents.ReadAsync(cancellationToken)).MuteUntil;
        }
        catch (CoreGoneException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<(string, decimal, long)>> ProvidersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await core.GetAsync<CostSummary>("/v1/costs/summary?period=day", cancellationToken)).ByProvider.Select(static one => (one.Provider ?? "", one.CostUsd, one.Jobs))];
        }
        catch (CoreGoneException)
        {
            return [];
        }
    }

    private async Task<long> OffsetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return long.TryParse(await incidents.NoteAsync(Note, cancellationToken), out var known) ? known : 0;
        }
        catch (CoreGoneException)
        {
            return 0;
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await incidents.WriteNoteAsync(Note, offset?.ToString(), cancellationToken);
        }
        catch (Exception exception) when (exception is CoreGoneException or NotTheWatcherException)
        {
            // Telegram itself hands out nothing before the offset that was last asked for.
        }
    }

    private sealed record CostSummary(IReadOnlyList<ProviderCost> ByProvider);

    private sealed record ProviderCost(string? Provider, decimal CostUsd, long Jobs);
}
