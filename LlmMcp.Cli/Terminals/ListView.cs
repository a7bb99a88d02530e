using Spectre.Console;

namespace LlmMcp.Cli.Terminals;

/// <summary>
/// Rows as a table that fits the screen: the columns that have room, from the left. Into a pipe goes one row per line with all
/// columns, separated by tabs.
/// </summary>
internal static class ListView
{
    private const int Gap = 2;
    private const int LongestPiped = 1000;

    public static void Write<T>(Terminal terminal, IReadOnlyList<T> rows, IReadOnlyList<Column<T>> columns)
    {
        if (terminal.OutIsScreen)
        {
            terminal.Canvas().Write(Table(rows, columns, terminal.Width));
        }
        else
        {
            WriteLines(terminal, rows, columns);
        }
    }

    /// <summary>A line stays a line and a column a column, whatever somebody wrote into a name.</summary>
    public static void WriteLines<T>(Terminal terminal, IReadOnlyList<T> rows, IReadOnlyList<Column<T>> columns)
    {
        foreach (var row in rows)
        {
            terminal.Out.WriteLine(string.Join('\t', columns.Select(column => ScreenText.OneLine(column.Text(row) ?? string.Empty, LongestPiped))));
        }
    }

    /// <summary>The table on a screen of <paramref name="width"/> columns.</summary>
    public static Table Table<T>(IReadOnlyList<T> rows, IReadOnlyList<Column<T>> columns, int width)
    {
        var cells = columns.Select(column => (Column: column, Texts: rows.Select(row => ScreenText.OneLine(column.Text(row) ?? string.Empty, Math.Min(column.Widest, width))).ToArray()))
            .Where(static column => column.Texts.Any(static text => text.Length > 0))
            .Select(static column => (column.Column, column.Texts, Width: column.Texts.Max(static text => text.Length)))
            .Select(static column => column with { Width = Math.Max(column.Width, column.Column.Heading.Length) })
            .ToArray();
        var room = width;
        // The first column is the name of the row: without it the others say nothing.
        var shown = cells.TakeWhile((column, index) => (room -= column.Width + Gap) >= -Gap || index == 0).ToArray();

        var table = new Table().Border(TableBorder.None);
        foreach (var (column, _, _) in shown)
        {
            table.AddColumn(new TableColumn($"[dim]{Markup.Escape(column.Heading)}[/]")
            {
                Padding = new Padding(0, 0, Gap, 0),
                NoWrap = true,
                Alignment = column.Right ? Justify.Right : Justify.Left,
            });
        }

        for (var index = 0; index < rows.Count; index++)
        {
            table.AddRow([.. shown.Select(cell => Cell(cell.Texts[index], cell.Column.Color(rows[index])))]);
        }

        return table;
    }

    private static Markup Cell(string text, string? color) =>
        new(color is null ? Markup.Escape(text) : $"[{color}]{Markup.Escape(text)}[/]");
}
