using System.Text.Json;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmMcp.Cli.Top;

/// <summary>The dashboard for a screen of a given size: how it is, what is wrong, where work runs, what runs. Pure.</summary>
internal static class TopPicture
{
    public static IEnumerable<IRenderable> Of(TopState state, int width, int height)
    {
        List<IRenderable> head = [.. TopHeader.Of(state, width)];
        if (state.Dashboard is not { } dashboard)
        {
            return head;
        }

        var (issues, nodes, jobs) = (dashboard.Texts("issues"), TopNode.All(dashboard), dashboard.Items("running_jobs"));
        var room = TopRoom.Of(height - head.Count, issues.Count, nodes.Count, jobs.Count);
        return
        [
            .. head,
            .. Section(issues, room.Issues, rows => Issues(rows, issues.Count, width), width),
            .. Section(nodes, room.Nodes, rows => [ListView.Table(rows, TopColumns.Nodes(width), width)], width),
            .. Section(jobs, room.Jobs, rows => [ListView.Table(rows, TopColumns.Jobs, width)], width),
        ];
    }

    /// <summary>A blank line, what <paramref name="show"/> makes of the rows (with one line of headings), and how many have no room.</summary>
    private static IEnumerable<IRenderable> Section<T>(IReadOnlyList<T> rows, int lines, Func<IReadOnlyList<T>, IEnumerable<IRenderable>> show, int width)
    {
        if (lines == 0)
        {
            return [];
        }

        var most = lines - TopRoom.Around;
        return rows.Count <= most
            ? [new Text("\n"), .. show(rows)]
            : [new Text("\n"), .. show([.. rows.Take(most - 1)]), Line($"… {rows.Count - most + 1} more", "dim", width)];
    }

    private static IEnumerable<IRenderable> Issues(IReadOnlyList<string> shown, int count, int width) =>
        [Line($"issues: {count}", "dim", width), .. shown.Select(issue => Line($"! {issue}", "red", width))];

    private static Markup Line(string text, string color, int width) => TopHeader.Line([(text, color)], width);
}
