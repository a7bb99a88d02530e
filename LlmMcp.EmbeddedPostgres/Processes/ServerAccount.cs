namespace LlmMcp.EmbeddedPostgres;

/// <summary>The account the server runs under when we are root, because PostgreSQL refuses uid 0. Null everywhere else: our own account.</summary>
internal sealed record ServerAccount(string Name, uint UserId, uint GroupId)
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    /// <summary>The account to use when we are root: the installed postgres user, else nobody.</summary>
    /// <param name="passwd">The lines of /etc/passwd.</param>
    public static ServerAccount? Choose(IEnumerable<string> passwd)
    {
        var known = passwd.Select(Parse).OfType<ServerAccount>().Where(account => account.UserId != 0).ToList();
        return Preferred.Select(name => known.Find(account => account.Name == name)).FirstOrDefault(account => account is not null);
    }

    private static ServerAccount? Parse(string line) =>
        line.Split(':') is [var name, _, var user, var group, ..]
            && uint.TryParse(user, out var userId)
            && uint.TryParse(group, out var groupId)
            ? new ServerAccount(name, userId, groupId)
            : null;
}
