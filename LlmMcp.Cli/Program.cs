using System.Text;
using LlmMcp.Cli;
using LlmMcp.Cli.CommandLine;

if (!Console.IsOutputRedirected && OperatingSystem.IsWindows())
{
    Console.OutputEncoding = Encoding.UTF8;
}

using var interrupt = new InterruptSignal();
return await CommandTree.RunAsync(args, CliHost.OfThisProcess(), interrupt.Token);
