using System.Text.RegularExpressions;

namespace LlmMcp.Core.Tests.Architecture;

public sealed partial class SqlPlaceTests
{
    [Fact]
    public void SQL_stands_in_Sql_classes_only() =>
        Assert.Empty(CoreSources.All
            .Where(static file => !file.Name.EndsWith("Sql.cs", StringComparison.Ordinal) && Statement().IsMatch(file.Text))
            .Select(static file => file.Name));

    [Fact]
    public void Statements_are_constants_and_never_put_together_at_run_time() =>
        Assert.Empty(CoreSources.All
            .Where(static file => file.Name.EndsWith("Sql.cs", StringComparison.Ordinal) && (file.Text.Contains('$', StringComparison.Ordinal) || file.Text.Contains("string.Format", StringComparison.Ordinal)))
            .Select(static file => file.Name));

    [Theory]
    [InlineData("\"select 1\"", true)]
    [InlineData("\"\"\"\n        insert into jobs", true)]
    [InlineData("\"with a as (select 1)\"", true)]
    [InlineData("\"selected items\"", false)]
    [InlineData("\"delete it from the list\"", false)]
    public void The_walk_knows_SQL_when_it_sees_it(string text, bool expected) => Assert.Equal(expected, Statement().IsMatch(text));

    [GeneratedRegex(@"""\s*(select\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+(recursive\s+)?\w+\s+as\s|create\s+(table|index)\s|alter\s+table\s|drop\s)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Statement();
}
