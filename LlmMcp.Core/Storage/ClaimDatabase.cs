using Npgsql;

namespace LlmMcp.Core.Storage;

/// <summary>The same database over connections of their own that do not wait for the disk at commit.</summary>
internal sealed class ClaimDatabase(NpgsqlDataSource dataSource) : IAsyncDisposable
{
    public NpgsqlCommand Command(string sql) => dataSource.CreateCommand(sql);

    public ValueTask DisposeAsync() => dataSource.DisposeAsync();
}
