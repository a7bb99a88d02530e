using System.Net;

namespace LlmMcp.Simulator.Protocol;

/// <summary>Which Host and Origin headers a node answers: on loopback its own machine's only, elsewhere any host, as the real server does.</summary>
internal static class AccessRules
{
    private const string AllowedHeaders =
        "Authorization,Content-Type,User-Agent,Accept,X-Requested-With,Openai-Beta,X-Stainless-Arch,X-Stainless-Async,"
        + "X-Stainless-Custom-Poll-Interval,X-Stainless-Helper-Method,X-Stainless-Lang,X-Stainless-Os,X-Stainless-Package-Version,"
        + "X-Stainless-Poll-Helper,X-Stainless-Retry-Count,X-Stainless-Runtime,X-Stainless-Runtime-Version,X-Stainless-Timeout";

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var origin = context.Request.Headers.Origin.ToString();
        var isLocal = context.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address);
        if ((isLocal && !IsOwnHost(context.Request.Host.Host)) || (origin.Length > 0 && !IsOwnOrigin(origin)))
        {
            await Replies.EmptyAsync(context, StatusCodes.Status403Forbidden);
            return;
        }

        var headers = context.Response.Headers;
        if (origin.Length > 0)
        {
            headers.AccessControlAllowOrigin = origin;
            if (HttpMethods.IsOptions(context.Request.Method))
            {
                headers.AccessControlAllowMethods = "GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS";
                headers.AccessControlAllowHeaders = AllowedHeaders;
                headers.AccessControlMaxAge = "43200";
                headers.Allow = "POST";
                headers.Vary = "Access-Control-Request-Headers";
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }

            headers.Vary = "Origin";
        }

        await next(context);
    }

    public static bool IsOwnHost(string host) =>
        host.Length == 0
        || IPAddress.TryParse(host, out _)
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase);

    public static bool IsOwnOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme is "app" or "file" or "tauri" or "vscode-webview" or "vscode-file"
            || (uri.Scheme is "http" or "https" && uri.Host is "localhost" or "127.0.0.1" or "0.0.0.0"));
}
