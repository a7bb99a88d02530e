using LlmMcp.Cli.Terminals;
using Spectre.Console;

namespace LlmMcp.Cli.Up;

/// <summary>The status <c>up</c> prints once everything answers.</summary>
internal static class UpStatusView
{
    public static void Write(UpStatus status, Terminal terminal)
    {
        var canvas = terminal.Canvas();
        canvas.WriteLine();
        canvas.MarkupLineInterpolated($"[bold green]llm-mcp {status.Version} is up[/]");
        var grid = new Grid();
        grid.AddColumn(new GridColumn { Padding = new Padding(2, 0, 2, 0), NoWrap = true });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        Row("HTTP", status.Plan.HttpUrl.ToString().TrimEnd('/'));
        Row("gRPC", status.Plan.GrpcTarget.ToString());
        Row("MCP", status.Plan.McpUrl.ToString());
        Row("Database", status.Database);
        Row("Workers", status.Plan.Workers.ToString());
        foreach (var (node, index) in status.Nodes.Select((node, index) => (node, index)))
        {
            Row(index == 0 ? "Nodes" : string.Empty, Describe(node));
        }

        foreach (var missing in status.Missing())
        {
            grid.AddRow(new Markup("[yellow]Missing[/]"), new Text(missing));
        }

        canvas.Write(grid);
        canvas.WriteLine();
        if (status.OnlySimulated)
        {
            canvas.MarkupLine("[yellow]Simulated:[/] these nodes are made up, and so are their answers.");
        }

        canvas.MarkupLine("Try:");
        // Past the canvas, which would break it into lines that cannot be copied as one command.
        terminal.Out.WriteLine($"  {status.Next()}");
        canvas.MarkupLine("[dim]Ctrl-C stops everything.[/]");

        void Row(string name, string value) => grid.AddRow(new Markup($"[dim]{name}[/]"), new Text(ScreenText.OneLine(value, 500)));
    }

    public static void WriteJson(UpStatus status, Terminal terminal) => JsonView.Write(terminal, new
    {
        version = status.Version,
        http = status.Plan.HttpUrl.ToString().TrimEnd('/'),
        grpc = status.Plan.GrpcTarget.ToString(),
        mcp = status.Plan.McpUrl.ToString(),
        database = status.Database,
        workers = status.Plan.Workers,
        nodes = status.Nodes.Select(node => new { name = node.Name, address = node.Address, online = node.Online, models = node.Models, simulated = node.Simulated }),
        only_simulated = status.OnlySimulated,
        missing = status.Missing(),
        next = status.Next(),
    });

    private static string Describe(UpNode node)
    {
        var simulated = node.Simulated ? " (simulated)" : string.Empty;
        var address = node.Address is { } known ? $" at {known}" : string.Empty;
        return node.Online
            ? $"{node.Name}{simulated}, {node.Models} {(node.Models == 1 ? "model" : "models")}"
            : $"{node.Name}{address}, does not answer";
    }
}
