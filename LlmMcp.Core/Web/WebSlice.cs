using LlmMcp.Core.Access;
using Microsoft.Net.Http.Headers;

namespace LlmMcp.Core.Web;

/// <summary>
/// The web dashboard at <c>/</c>: static files that know nothing. What they show they ask the public API for, as any other client
/// does, with the key of whoever looks.
/// </summary>
internal static class WebSlice
{
    // No inline script, no inline style, nothing from another host, in nobody's frame.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddWeb(this IServiceCollection services) => services.AddSingleton<WebFiles>();

    public static void MapWeb(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Reading, ShowPage).ExcludeFromDescription().RequireSurface(Surface.Open);
        routes.MapMethods("/assets/{name}", Reading, ShowFile).ExcludeFromDescription().RequireSurface(Surface.Open);
    }

    private static IResult ShowPage(HttpContext context, WebFiles files)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        // Asked for anew each time, it costs nothing while it has not changed, and an upgraded Core shows at once.
        headers.CacheControl = "no-cache";
        return Send(context, files.Find(WebFile.Page)!);
    }

    private static IResult ShowFile(string name, HttpContext context, WebFiles files)
    {
        if (name == WebFile.Page || files.Find(name) is not { } file)
        {
            return Results.NotFound();
        }

        // Its name is made of its content.
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Send(context, file);
    }

    private static IResult Send(HttpContext context, WebFile file)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = HeaderNames.AcceptEncoding;
        var packed = file.Gzip is { } gzip && TakesGzip(context.Request) ? gzip : (ReadOnlyMemory<byte>?)null;
        if (packed is not null)
        {
            headers.ContentEncoding = "gzip";
        }

        // Two encodings are two representations, and each has a tag of its own.
        var tag = packed is null ? file.Tag : file.Tag.Insert(file.Tag.Length - 1, "-gzip");
        return Results.Bytes(packed ?? file.Bytes, file.ContentType, entityTag: new EntityTagHeaderValue(tag));
    }

    private static bool TakesGzip(HttpRequest request) => request.GetTypedHeaders().AcceptEncoding
        .Any(static coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && coding.Quality is null or > 0);
}
