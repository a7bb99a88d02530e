using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using Microsoft.OpenApi;

namespace LlmMcp.Core.Docs;

/// <summary>The description of every call: OpenAPI 3.1, and a page to try it, both made here and loading nothing from elsewhere.</summary>
internal static class DocsSlice
{
    private const string Page = "LlmMcp.Core.Docs.docs.html";

    public static IServiceCollection AddDocs(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(static options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = CoreJson.Options.PropertyNamingPolicy;
            // Numbers are numbers on our wire; the default would describe each as "number or text".
            options.SerializerOptions.NumberHandling = default;
        });
        services.AddOpenApi("v1", static options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = static description => description.ActionDescriptor.EndpointMetadata.OfType<EndpointDoc>().Any();
            options.AddDocumentTransformer(OpenApiDocument.Describe);
            options.AddOperationTransformer(OpenApiDocument.Describe);
            options.AddSchemaTransformer(OpenApiDocument.Describe);
        });
        return services;
    }

    public static void MapDocs(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").RequireSurface(Surface.Open);
        routes.MapGet("/docs", Show).ExcludeFromDescription().RequireSurface(Surface.Open);
    }

    private static IResult Show(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return Results.Stream(typeof(DocsSlice).Assembly.GetManifestResourceStream(Page)!, "text/html; charset=utf-8");
    }
}
