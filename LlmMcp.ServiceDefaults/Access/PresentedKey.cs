using Microsoft.AspNetCore.Http;

namespace LlmMcp.ServiceDefaults.Access;

/// <summary>Finds the key a request shows. gRPC metadata arrives in the same headers.</summary>
public static class PresentedKey
{
    private const string Bearer = "Bearer ";

    /// <summary>The value of <c>X-API-Key</c>, else the token of <c>Authorization: Bearer</c>, else null.</summary>
    public static string? Of(IHeaderDictionary headers)
    {
        if (headers.TryGetValue("X-API-Key", out var key) && key.Count > 0 && !string.IsNullOrEmpty(key[0]))
        {
            return key[0];
        }

        return headers.Authorization is [{ } authorization, ..] && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : null;
    }
}
