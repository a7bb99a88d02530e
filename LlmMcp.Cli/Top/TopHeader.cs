using System.Globalization;
using System.Text;
using System.Text.Json;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Jobs;
using LlmMcp.Cli.Terminals;
using Spectre.Console;

namespace LlmMcp.Cli.Top;

/// <summary>The lines on top of the picture. What matters most stands left: what has no room is left out from the right. Pure.</summary>
internal static class TopHeader
{
    private const string Gap = "  ";

    public static IEnumerable<Markup> Of(TopState state, int width)
    {
        yield return Line([Health(state), .. When(state), (state.Address, "dim")], width);
        if (state.Failure is { } failure)
        {
            yield return Line([(failure.Message, "red")], width);
            yield return Line([("Asking again until it answers; Ctrl-C leaves.", "dim")], width);
        }

        if (state.Dashboard is { } dashboard)
        {
            yield return Line(Numbers(TopFigures.Of(dashboard)), width);
            if (ByKind(dashboard) is { Length: > 0 } kinds)
            {
                yield return Line([(kinds, "dim")], width);
            }
        }
    }

    /// <summary>Parts side by side on one line of the screen; the first is cut if even it has no room.</summary>
    public static Markup Line(IReadOnlyList<(string Text, string? Color)> parts, int width)
    {
        var line = new StringBuilder();
        var room = width;
        foreach (var (text, color) in parts)
        {
            var safe = ScreenText.OneLine(text, line.Length == 0 ? width : int.MaxValue);
            if (safe.Length > room)
            {
                break;
            }

            room -= safe.Length + Gap.Length;
            line.Append(line.Length == 0 ? "" : Gap).Append(color is null ? Markup.Escape(safe) : $"[{color}]{Markup.Escape(safe)}[/]");
        }

        return new Markup(line.Append('\n').ToString());
    }

    private static (string Text, string? Color) Health(TopState state) => state switch
    {
        { Failure: not null } => ("● Core is away", "red"),
        { Dashboard: { } dashboard } when dashboard.Texts("issues").Count is > 0 and var count => ($"● {count} {(count == 1 ? "issue" : "issues")}", "yellow"),
        _ => ("● all is well", "green"),
    };

    private static IEnumerable<(string Text, string? Color)> When(TopState state)
    {
        if (state.Dashboard is { } dashboard && dashboard.Time("updated_at") is { } time)
        {
            yield return ($"as of {TimeZoneInfo.ConvertTime(time, state.Zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture)}", state.Failure is null ? "dim" : "yellow");
        }
    }

    private static List<(string Text, string? Color)> Numbers(TopFigures figures)
    {
        var oldest = figures is { Queued: > 0, OldestSeconds: { } seconds } ? $" (oldest {Age.Of(seconds)})" : "";
        List<(string Text, string? Color)> parts =
        [
            ($"queued {Figures.Whole(figures.Queued)}{oldest}", figures.Queued > 0 ? "yellow" : null),
            ($"running {Figures.Whole(figures.Running)}", figures.Running > 0 ? "green" : null),
            ($"{Figures.Whole(figures.DonePerMinute)}/min", null),
            ($"today {Figures.Dollars(figures.CostToday)}", null),
            ($"slots {figures.Used}/{figures.Total}", null),
            ($"workers {figures.Workers}", figures.Workers == 0 ? "red" : null),
        ];
        if (figures.ErrorsPerMinute > 0)
        {
            parts.Insert(3, ($"errors {Figures.Whole(figures.ErrorsPerMinute)}/min", "red"));
        }

        if (figures.Waiting > 0)
        {
            parts.Add(($"later {Figures.Whole(figures.Waiting)}", null));
        }

        return parts;
    }

    private static string ByKind(JsonElement dashboard) => string.Join(", ", (dashboard.Member("queue") ?? default).Items("by_kind")
        .Where(static kind => kind.Whole("queued") > 0)
        .Select(static kind => $"{kind.Text("kind")} {Figures.Whole(kind.Whole("queued"))}"));
}
