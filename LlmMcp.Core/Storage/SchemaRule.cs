using System.Globalization;
using LlmMcp.ServiceDefaults.Start;

namespace LlmMcp.Core.Storage;

/// <summary>
/// Whether a build may work on a schema, and what it has to add to it. Pure. While Cores are replaced one after the other the old
/// ones go on working on the schema of the new ones, and may be started again: a migration only adds, or says which is the oldest
/// Core it leaves working.
/// </summary>
internal static class SchemaRule
{
    /// <summary>The migrations the build has to apply, in order; none when the schema is as new or newer.</summary>
    /// <param name="known">Migrations of the build.</param>
    /// <param name="applied">Migrations of the database.</param>
    /// <exception cref="SchemaMismatchException">The build must not work on the schema.</exception>
    public static IReadOnlyList<Migration> Missing(IReadOnlyList<Migration> known, IReadOnlyList<AppliedMigration> applied)
    {
        var newest = known.Count == 0 ? 0 : known[^1].Version;
        foreach (var migration in applied)
        {
            if (known.FirstOrDefault(own => own.Version == migration.Version) is { } own)
            {
                if (own.Checksum != migration.Checksum)
                {
                    throw new SchemaMismatchException($"Migration {own.FullName} was applied with a different text. Restore the released file; changes belong in a new migration.");
                }
            }
            else if ((migration.OldestCore ?? migration.Version) is var oldest && oldest > newest)
            {
                throw new SchemaMismatchException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The database has migration {migration.Version:D4}_{migration.Name}, which leaves no Core working that does not know migration {oldest:D4}; this build knows them up to {newest:D4}. ") +
                    "Start a newer build, or restore the backup that was made before the upgrade (docs/operations.md).");
            }
        }

        return [.. known.Where(own => applied.All(migration => migration.Version != own.Version))];
    }

    /// <summary>
    /// What is recorded with a migration: the newest migration that the oldest Core working after it knows. It falls back to no
    /// older Core than the migrations before it left.
    /// </summary>
    public static int OldestCore(IReadOnlyList<Migration> known, Migration migration) =>
        known.Where(earlier => earlier.Version <= migration.Version).Max(static earlier => earlier.OldestCore) ?? First;

    // The first build that knows this rule. Older ones refuse every schema they do not know.
    private const int First = 12;
}

/// <summary>A row of <c>schema_migrations</c>.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Checksum">Hash of the text that was applied.</param>
/// <param name="OldestCore">See <see cref="SchemaRule.OldestCore"/>; null in rows of builds before 0012.</param>
internal sealed record AppliedMigration(int Version, string Name, string Checksum, int? OldestCore);

/// <summary>The database belongs to another build; nothing was changed.</summary>
internal sealed class SchemaMismatchException(string message, Exception? cause = null) : CannotStartException(message, cause);
