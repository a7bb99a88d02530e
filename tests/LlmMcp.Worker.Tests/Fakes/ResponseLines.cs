using Microsoft.AspNetCore.Http;

namespace LlmMcp.Worker.Tests.Fakes;

internal static class ResponseLines
{
    /// <summary>Writes lines and flushes each, as model servers do.</summary>
    public static async Task WriteLinesAsync(this HttpContext context, params string[] lines)
    {
        foreach (var line in lines)
        {
            await context.Response.WriteAsync(line + "\n");
            await context.Response.Body.FlushAsync();
        }
    }
}
