namespace LlmMcp.Core.Access;

/// <summary>What <see cref="AccessPolicy"/> says to a call.</summary>
internal enum AccessDecision
{
    /// <summary>Allowed because of where it comes from, which a web page on that machine can claim too.</summary>
    AllowedByAddress,

    /// <summary>Allowed because it shows the key, which no web page can.</summary>
    AllowedByKey,

    /// <summary>Refused: a key is needed and there is none.</summary>
    KeyRequired,

    /// <summary>Refused: the key shown is not the one.</summary>
    WrongKey,
}
