using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Doctor;

/// <summary>What every check may use, and what several of them need to know.</summary>
/// <param name="Host">Environment and clock.</param>
/// <param name="Core">A client of Core.</param>
/// <param name="CoreHealth">Whether Core answers; asked once for all checks.</param>
/// <param name="Listening">Where a Core started here would listen.</param>
internal sealed record Examination(CliHost Host, CoreClient Core, CoreHealth CoreHealth, ListenAddresses Listening)
{
    public bool CoreAnswers => CoreHealth is CoreHealth.Answers;
}
