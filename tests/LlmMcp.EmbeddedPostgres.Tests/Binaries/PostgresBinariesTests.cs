using LlmMcp.EmbeddedPostgres.Tests.Host;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmMcp.EmbeddedPostgres.Tests.Binaries;

public sealed class PostgresBinariesTests
{
    [Fact]
    public async Task Without_any_server_the_message_names_the_three_ways_out()
    {
        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => LocateAsync(new PostgresSearch { UseInstalled = false, UseNpm = false }));
        Assert.Equal(EmbeddedPostgresFailure.BinariesMissing, refused.Failure);
        Assert.Contains("install PostgreSQL", refused.Message, StringComparison.Ordinal);
        Assert.Contains("npm", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:llmdb or DB_DSN", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_npm_the_message_says_that_npm_was_looked_for()
    {
        await using var child = ChildHost.Start(["locate"], new Dictionary<string, string> { ["PATH"] = "/nonexistent" });
        var (failure, message) = await child.ReadLineAsync(CancellationToken.None);
        Assert.Equal("BinariesMissing:", failure);
        Assert.Contains("npm was not found either", message, StringComparison.Ordinal);
        Assert.Contains("DB_DSN", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_named_by_the_user_that_holds_no_server_is_not_replaced_by_another()
    {
        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => LocateAsync(new PostgresSearch { BinDirectory = "/nonexistent" }));
        Assert.Contains("/nonexistent", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "15.18", 15)]
    [InlineData("postgres (PostgreSQL) 18.4", "18.4", 18)]
    [InlineData("postgres (PostgreSQL) 19beta1", "19beta1", 19)]
    public void Version_is_read_from_what_the_server_prints(string output, string version, int major)
    {
        Assert.Equal(version, BinariesProbe.ParseVersion(output));
        Assert.Equal(major, PostgresBinaries.ParseMajor(version));
    }

    [Fact]
    public void Output_of_some_other_program_is_no_version() =>
        Assert.Null(BinariesProbe.ParseVersion("bash: postgres: cannot execute binary file"));

    [Fact]
    public void Newer_versions_come_first_by_number_not_by_letter()
    {
        using var directory = Testing.TestDirectory.Create();
        foreach (var version in (string[])["9.6", "15", "18"])
        {
            Directory.CreateDirectory(Path.Combine(directory.Path, version));
        }

        Assert.Equal(
            ["18", "15", "9.6"],
            InstalledPlaces.Versions(directory.Path, "*", "bin").Select(bin => Path.GetFileName(Path.GetDirectoryName(bin))));
    }

    private static Task<PostgresBinaries> LocateAsync(PostgresSearch search) =>
        PostgresBinaries.LocateAsync(search, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
}
