using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LlmMcp.Cli.CommandLine;

/// <summary>The built-in help, followed by the command's examples and, for the root, by the exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction builtIn, IReadOnlyList<string> rootExamples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        builtIn.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        var examples = command is ExampleCommand known ? known.Examples : command is RootCommand ? rootExamples : [];
        if (command is ExampleCommand { Notes: { } notes })
        {
            output.WriteLine(notes);
            output.WriteLine();
        }

        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        if (command is RootCommand)
        {
            output.WriteLine("Exit codes:");
            foreach (var (code, meaning) in ExitCodes.All)
            {
                output.WriteLine($"  {code,-4} {meaning}");
            }

            output.WriteLine();
        }

        return ExitCodes.Ok;
    }
}
