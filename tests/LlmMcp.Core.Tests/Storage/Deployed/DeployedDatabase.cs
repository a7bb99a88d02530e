using LlmMcp.Testing;
using Npgsql;

namespace LlmMcp.Core.Tests.Storage.Deployed;

/// <summary>Databases of the deployed system, with rows of every sort; one for each way it was installed.</summary>
internal static class DeployedDatabase
{
    // In the order in which an installation grows: rows are there before the next migration is.
    private static readonly Dictionary<string, string[]> Steps = new()
    {
        ["01"] = ["01_core", "rows_core"],
        ["02"] = ["01_core", "rows_core", "02_costs", "rows_costs"],
        ["04"] = ["01_core", "rows_core", "02_costs", "rows_costs", "03_notify", "04_routing"],
        ["05"] = ["01_core", "rows_core", "02_costs", "rows_costs", "03_notify", "04_routing", "05_rankings", "rows_rankings"],
    };

    /// <summary>How it may be installed: by its number of the last migration.</summary>
    public static TheoryData<string> Variants => [.. Steps.Keys];

    public static Task<TestDatabase> CreateAsync(string variant) => TestDatabase.CreateAsync($"deployed_{variant}", async (source, cancellationToken) =>
    {
        foreach (var step in Steps[variant])
        {
            var file = Path.Combine(RepositoryFolder.Root, "tests", "LlmMcp.Core.Tests", "Storage", "Deployed", $"{step}.sql");
            await using var command = source.CreateCommand(await File.ReadAllTextAsync(file, cancellationToken));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    });
}
