using LlmMcp.AppHost.Publishing;
using LlmMcp.AppHost.Settings;
using Microsoft.Extensions.Configuration;

namespace LlmMcp.AppHost.Resources;

/// <summary>Core's database.</summary>
/// <param name="Connection">Its connection string.</param>
/// <param name="User">Who connects; null when it is the server's own default or said in the string.</param>
/// <param name="Password">The password; null when it is said in the string.</param>
internal sealed record DatabaseResource(
    IResourceBuilder<IResourceWithConnectionString> Connection, IResourceBuilder<ParameterResource>? User, IResourceBuilder<ParameterResource>? Password);

/// <summary>PostgreSQL: a container that keeps its data, or one that is there already.</summary>
internal static class DatabaseResources
{
    private const string Name = "llmdb";

    // 18 keeps its data elsewhere: a newer tag is an upgrade with pg_upgrade, not an edit of this line.
    private const string ImageTag = "17.6";
    private const string DataDirectory = "/var/lib/postgresql/data";

    /// <summary>The database of Core, as connection string <c>llmdb</c>.</summary>
    public static DatabaseResource AddDatabase(this IDistributedApplicationBuilder builder, AppHostSettings settings)
    {
        if (settings.Database is { } connection)
        {
            // It may have come as DB_DSN; Aspire looks in one place.
            builder.Configuration.AddInMemoryCollection([new KeyValuePair<string, string?>($"ConnectionStrings:{Name}", connection)]);
            return new DatabaseResource(builder.AddConnectionString(Name), null, null);
        }

        var password = builder.Configuration["POSTGRES_PASSWORD"] is { Length: > 0 } given
            ? builder.AddParameter("postgres-password", () => given, secret: true)
            : builder.AddParameter("postgres-password", Variables.Generated(), secret: true, persist: true);
        var user = settings.PostgresUser is { } name ? builder.AddParameter("postgres-user", name, publishValueAsDefault: true) : null;
        var published = builder.ExecutionContext.IsPublishMode;
        var server = builder.AddPostgres("postgres", user, password, published ? null : settings.PostgresPort)
            .WithImageTag(ImageTag)
            .WithDataVolume("llm-mcp-postgres")
            // Aspire creates the database on this machine only; elsewhere the image does, when its volume is new.
            .WithEnvironment("POSTGRES_DB", settings.PostgresDatabase);
        if (published)
        {
            // A directory of its own: the root of a file system is never empty and never has the mode initdb asks for.
            server.WithEnvironment("PGDATA", $"{DataDirectory}/pgdata").Hardened(settings.Target, ContainerProfiles.Postgres);
        }

        return new DatabaseResource(server.AddDatabase(Name, settings.PostgresDatabase), user, password);
    }
}
