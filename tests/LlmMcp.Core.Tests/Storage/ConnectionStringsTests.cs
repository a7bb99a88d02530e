using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Tests.Storage;

public sealed class ConnectionStringsTests
{
    [Theory]
    [InlineData("postgres://llm:secret@db.example:5435/llm_mcp", "db.example", 5435, "llm", "secret", "llm_mcp")]
    [InlineData("postgresql://llm@db/llm_mcp", "db", 5432, "llm", null, "llm_mcp")]
    [InlineData("POSTGRES://u:p%40ss%2Fw%3Ard@h/d%20b", "h", 5432, "u", "p@ss/w:rd", "d b")]
    [InlineData("postgres://u:a:b@h/d", "h", 5432, "u", "a:b", "d")]
    [InlineData("postgres://[::1]:6000/d", "::1", 6000, null, null, "d")]
    [InlineData("postgres://h", "h", 5432, null, null, null)]
    [InlineData("Host=h;Port=5433;Username=u;Password=p;Database=d", "h", 5433, "u", "p", "d")]
    public void Both_forms_are_read(string text, string host, int port, string? user, string? password, string? database)
    {
        var settings = ConnectionStrings.Parse(text);

        Assert.Equal((host, port, user, password, database), (settings.Host, settings.Port, settings.Username, settings.Password, settings.Database));
    }

    [Theory]
    [InlineData("sslmode=disable", SslMode.Disable)]
    [InlineData("sslmode=require", SslMode.Require)]
    [InlineData("sslmode=verify-full", SslMode.VerifyFull)]
    public void The_ssl_mode_of_a_url_counts(string query, SslMode expected) =>
        Assert.Equal(expected, ConnectionStrings.Parse($"postgres://h/d?{query}").SslMode);

    [Fact]
    public void A_socket_directory_can_be_named_in_the_query()
    {
        var settings = ConnectionStrings.Parse("postgres://u@localhost/d?host=/run/pg&application_name=app&connect_timeout=7&target_session_attrs=any");

        Assert.Equal(("/run/pg", "app", 7), (settings.Host, settings.ApplicationName, settings.Timeout));
    }

    [Theory]
    [InlineData("postgres://u:hunter2@:bad/d")]
    [InlineData("Password=hunter2;Nonsense=1")]
    [InlineData("postgres://u:hunter2@h/d?sslmode=perhaps")]
    [InlineData("postgres://u:hunter2@h/d?connect_timeout=soon")]
    public void A_mistake_is_told_without_the_password(string text)
    {
        var exception = Assert.Throws<FormatException>(() => ConnectionStrings.Parse(text));

        Assert.DoesNotContain("hunter2", exception.Message, StringComparison.Ordinal);
        Assert.Contains("DB_DSN", exception.Message, StringComparison.Ordinal);
    }
}
