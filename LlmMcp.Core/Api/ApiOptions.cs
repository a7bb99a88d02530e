using System.ComponentModel.DataAnnotations;

namespace LlmMcp.Core.Api;

/// <summary>Where Core listens and what it reads. Section <c>Core</c>.</summary>
internal sealed class ApiOptions
{
    public const string Section = "Core";

    /// <summary>Where HTTP listens. The default is <c>127.0.0.1:8080</c>.</summary>
    [Required]
    public string HttpAddress { get; set; } = "127.0.0.1:8080";

    /// <summary>Where gRPC listens (HTTP/2 without TLS). The default is <c>127.0.0.1:9090</c>.</summary>
    [Required]
    public string GrpcAddress { get; set; } = "127.0.0.1:9090";

    /// <summary>Longest request body in bytes, 1 KiB to 1 GiB. The default is 16 MiB.</summary>
    [Range(1024, 1 << 30)]
    public int MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// More names a browser may know Core by, comma separated, e.g. <c>llm.example.org</c>. Loopback names, IP addresses and
    /// names without a dot need no entry.
    /// </summary>
    public string AllowedHosts { get; set; } = "";

    /// <summary>Sites whose pages may call Core without a key, comma separated, e.g. <c>https://chat.example.org</c>.</summary>
    public string AllowedOrigins { get; set; } = "";
}
