using System.Globalization;
using LlmMcp.Core.Storage;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Testing;
using Npgsql;

namespace LlmMcp.Core.Tests.Storage;

/// <summary>
/// The rule that lets Cores be replaced one after the other: what a released Core asks of the database, today's schema answers.
/// <c>Released/NNNN.sql</c> holds the statements of the release whose newest migration that is.
/// </summary>
public sealed class ReleasedTests
{
    private const string Separator = "\n-- statement\n";

    private static readonly string Folder = Path.Combine(RepositoryFolder.Root, "tests", "LlmMcp.Core.Tests", "Storage", "Released");

    public static TheoryData<int> Releases =>
        [.. Directory.EnumerateFiles(Folder, "*.sql").Select(static file => int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture))];

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Every_statement_of_a_release_compiles_on_todays_schema(int release)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var connection = await database.DataSource.OpenConnectionAsync();
        var broken = new List<string>();
        foreach (var sql in (await File.ReadAllTextAsync(Path.Combine(Folder, $"{release:D4}.sql"))).ReplaceLineEndings("\n").Split(Separator))
        {
            try
            {
                await using var command = new NpgsqlCommand(sql, connection);
                NpgsqlCommandBuilder.DeriveParameters(command);
            }
            catch (PostgresException exception)
            {
                broken.Add($"{exception.MessageText} in: {sql[..Math.Min(sql.Length, 200)]}");
            }
        }

        Assert.True(
            broken.Count == 0,
            $"A Core of release {release:D4} would fail on this schema while it is replaced. Let this release stop using it and the next one drop it, with a line `-- oldest core:` (docs/decisions/0021).\n{string.Join('\n', broken)}");
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task What_a_release_stores_may_be_stored_today(int release)
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await new Migrator(database.DataSource, [.. Migration.All.Where(migration => migration.Version <= release)]).RunAsync(CancellationToken.None);
        await database.ExecuteAsync("create table then_columns as select table_name, column_name, data_type, is_nullable from information_schema.columns where table_schema = 'public'");
        await new Migrator(database.DataSource).RunAsync(CancellationToken.None);

        var refused = await database.ListAsync<string>(
            """
            select c.table_name || '.' || c.column_name
            from information_schema.columns c
            left join then_columns t using (table_name, column_name)
            where c.table_schema = 'public' and c.table_name in (select table_name from then_columns)
              and case
                  when t.column_name is null then c.is_nullable = 'NO' and c.column_default is null and c.is_identity = 'NO' and c.is_generated = 'NEVER'
                  else c.is_nullable = 'NO' and t.is_nullable = 'YES' or c.data_type <> t.data_type
              end
            """);

        Assert.Empty(refused);
    }

    [Fact]
    public void The_last_release_is_checked()
    {
        Assert.NotEmpty(Releases);
        // What the next release copies to its place; see CONTRIBUTING.md.
        File.WriteAllText(
            Path.Combine(AppContext.BaseDirectory, string.Create(CultureInfo.InvariantCulture, $"{Migration.All[^1].Version:D4}.sql")),
            string.Join(Separator, StatementsTests.Statements().Select(static statement => statement.Sql.ReplaceLineEndings("\n"))) + "\n");
    }
}
