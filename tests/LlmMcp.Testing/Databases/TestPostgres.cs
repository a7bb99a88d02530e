using LlmMcp.EmbeddedPostgres;

namespace LlmMcp.Testing;

/// <summary>
/// The one server of a test process, fsync off: started when the first test asks. It goes down with the process, and
/// <see cref="TestJanitor"/> removes its data.
/// </summary>
public static class TestPostgres
{
    private static readonly Lazy<Task<PrivatePostgres>> Shared =
        new(() => PrivatePostgres.StartAsync(PrivatePostgres.Careless));

    /// <summary>The running server. Do not stop it: other tests use it at the same time; see <see cref="PrivatePostgres"/> for that.</summary>
    public static async Task<EmbeddedPostgresServer> GetAsync() => (await Shared.Value).Server;
}
