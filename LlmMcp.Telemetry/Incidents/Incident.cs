namespace LlmMcp.Telemetry.Incidents;

/// <summary>Something that is or was wrong, as Core stores it.</summary>
/// <param name="Id">Chosen when it opens.</param>
/// <param name="Identity">Rule and key; open at most once at a time.</param>
/// <param name="Rule">The rule that saw it.</param>
/// <param name="Subject">The name people know it by.</param>
/// <param name="Severity">In small letters.</param>
/// <param name="State"><see cref="Open"/> or <see cref="Closed"/>.</param>
/// <param name="Told">What people know of it.</param>
/// <param name="Text">The line that tells its opening; of its end once it is closed.</param>
/// <param name="OpenedAt">Since when.</param>
/// <param name="ClosedAt">Until when.</param>
/// <param name="Message">The bulletin that told its opening; null when none did.</param>
internal sealed record Incident(
    Guid Id, string Identity, string Rule, string Subject, string Severity, string State, string Told, string Text,
    DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, Guid? Message)
{
    public const string Open = "open";
    public const string Closed = "closed";

    /// <summary>To be told.</summary>
    public const string Nothing = "nothing";

    /// <summary>Its opening was told, or passed over in silence.</summary>
    public const string Opening = "opened";

    /// <summary>There is nothing more to say.</summary>
    public const string Ending = "closed";

    /// <summary>Within its rule.</summary>
    public string Key() => Identity.Length > Rule.Length ? Identity[(Rule.Length + 1)..] : "";

    public static string IdentityOf(string rule, string key) => key.Length == 0 ? rule : $"{rule}:{key}";
}
