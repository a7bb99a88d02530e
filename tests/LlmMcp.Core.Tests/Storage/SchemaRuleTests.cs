using LlmMcp.Core.Storage;

namespace LlmMcp.Core.Tests.Storage;

/// <summary>Which build may work on which schema.</summary>
public sealed class SchemaRuleTests
{
    private static readonly Migration[] Known = [new(12, "rows", "create table a ()"), new(13, "more", "create table b ()")];

    [Fact]
    public void An_older_schema_gets_what_it_lacks_in_order() =>
        Assert.Equal([12, 13], SchemaRule.Missing(Known, []).Select(static migration => migration.Version));

    [Fact]
    public void A_gap_is_filled() =>
        Assert.Equal([12], SchemaRule.Missing(Known, [Applied(Known[1])]).Select(static migration => migration.Version));

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    public void A_newer_schema_that_leaves_this_build_working_is_left_as_it_is(int oldest) =>
        Assert.Empty(SchemaRule.Missing(Known, [.. Known.Select(Applied), new(14, "newer", "x", oldest)]));

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(null)]
    public void A_newer_schema_that_needs_a_newer_build_is_refused_with_what_to_do(int? oldest)
    {
        var exception = Assert.Throws<SchemaMismatchException>(() => SchemaRule.Missing(Known, [.. Known.Select(Applied), new(15, "newer", "x", oldest)]));

        Assert.Contains("0015_newer", exception.Message, StringComparison.Ordinal);
        Assert.Contains("up to 0013", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Start a newer build", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_migration_names_the_oldest_Core_it_leaves_working_and_later_ones_leave_none_older()
    {
        Migration[] three = [new(12, "a", "select 1"), new(14, "b", "-- Drops what 0013 stopped using.\n-- oldest core: 0013\r\nalter table a drop column b"), new(15, "c", "select 1")];

        Assert.Equal([12, 13, 13], three.Select(migration => SchemaRule.OldestCore(three, migration)));
    }

    private static AppliedMigration Applied(Migration migration) => new(migration.Version, migration.Name, migration.Checksum, 12);
}
