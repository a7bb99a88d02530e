using System.Reflection;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Tests.Jobs.Rig;
using Npgsql;

namespace LlmMcp.Core.Tests.Storage;

/// <summary>Every statement of every <c>*Sql</c> class is compiled by PostgreSQL: a renamed column breaks the build, not the night.</summary>
public sealed class StatementsTests
{
    [Fact]
    public async Task Every_statement_compiles_against_the_migrated_schema()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var connection = await database.DataSource.OpenConnectionAsync();
        var broken = new List<string>();
        foreach (var (name, sql) in Statements())
        {
            try
            {
                // Derivation does for Npgsql's named parameters what `prepare` does for numbered ones: PostgreSQL parses and plans.
                await using var command = new NpgsqlCommand(sql, connection);
                NpgsqlCommandBuilder.DeriveParameters(command);
            }
            catch (PostgresException exception)
            {
                broken.Add($"{name}: {exception.MessageText} (at {exception.Position})");
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void The_walk_finds_the_statements()
    {
        var names = Statements().Select(static statement => statement.Name).ToList();

        Assert.Contains("JobSql.Insert", names);
        Assert.Contains("ClaimSql.ClaimWithSlots", names);
        Assert.Contains("UpkeepSql.FreeStraySlots", names);
        Assert.True(names.Count > 30, $"only {names.Count} statements");
    }

    [Fact]
    public async Task A_wrong_column_is_noticed()
    {
        // The test above would be worthless if derivation were satisfied with anything.
        await using var database = await CoreDatabase.CreateAsync();
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("select nonsense from jobs where id = @id", connection);

        Assert.Throws<PostgresException>(() => NpgsqlCommandBuilder.DeriveParameters(command));
    }

    internal static IEnumerable<(string Name, string Sql)> Statements() =>
        from type in typeof(JobSql).Assembly.GetTypes()
        where type.Name.EndsWith("Sql", StringComparison.Ordinal)
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public)
        where field is { IsLiteral: true } && field.FieldType == typeof(string)
        let sql = (string)field.GetRawConstantValue()!
        // Constants that are not public are pieces of statements. LISTEN and DDL cannot be described; they run in other tests.
        where !sql.StartsWith("listen", StringComparison.Ordinal) && !sql.StartsWith("create", StringComparison.Ordinal)
        select ($"{type.Name}.{field.Name}", sql);
}
