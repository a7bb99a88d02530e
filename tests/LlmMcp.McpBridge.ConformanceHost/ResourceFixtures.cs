using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.ConformanceHost;

/// <summary>The suite's resources.</summary>
internal static class ResourceFixtures
{
    public static IEnumerable<McpServerResource> All() =>
    [
        Resource("test://static-text", "text", "text/plain", static () => "This is the content of the static text resource."),
        Resource("test://static-binary", "picture", "image/png", static () => new BlobResourceContents { Uri = "test://static-binary", MimeType = "image/png", Blob = Media.Png }),
        Resource("test://watched-resource", "watched", "text/plain", static () => "Somebody may watch this."),
        Resource("test://template/{id}/data", "template", "application/json", static (string id) => new TextResourceContents
        {
            Uri = $"test://template/{id}/data",
            MimeType = "application/json",
            Text = JsonSerializer.Serialize(new { id, templateTest = true, data = $"Data for ID: {id}" }),
        }),
    ];

    private static McpServerResource Resource(string uri, string name, string type, Delegate method) =>
        McpServerResource.Create(method, new McpServerResourceCreateOptions { UriTemplate = uri, Name = name, Description = $"The fixture {name}", MimeType = type });
}
