using System.Buffers;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Protocol;
using Microsoft.AspNetCore.Http.Features;

namespace LlmMcp.Simulator.Native;

/// <summary>Uploads of weights. The bytes are hashed and forgotten.</summary>
internal static partial class BlobsApi
{
    private const int BufferSize = 64 << 10;

    public static void MapBlobs(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/api/blobs/{digest}", [HttpMethods.Head], HeadAsync);
        routes.MapPost("/api/blobs/{digest}", PostAsync);
    }

    private static Task HeadAsync(HttpContext context)
    {
        var digest = Digest(context);
        if (!context.Node().Store.HasBlob(digest))
        {
            throw Refusal.NotFound($"blob \"sha256:{digest}\" not found");
        }

        return Task.CompletedTask;
    }

    private static async Task PostAsync(HttpContext context)
    {
        var digest = Digest(context);
        var store = context.Node().Store;
        if (store.HasBlob(digest))
        {
            await Replies.EmptyAsync(context, StatusCodes.Status200OK);
            return;
        }

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        var (received, size) = await HashAsync(context.Request.Body, context.RequestAborted);
        if (received != digest)
        {
            throw Refusal.BadRequest($"digest mismatch, expected \"sha256:{digest}\", got \"sha256:{received}\"");
        }

        if (!store.AddBlob(digest, size))
        {
            throw Refusal.Failed("write blob: no space left on device");
        }

        await Replies.EmptyAsync(context, StatusCodes.Status201Created);
    }

    private static async Task<(string Digest, long Size)> HashAsync(Stream body, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var size = 0L;
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                size += read;
            }

            return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Digest(HttpContext context)
    {
        var text = context.GetRouteValue("digest")?.ToString() ?? "";
        return Form().IsMatch(text) ? text[7..] : throw Refusal.BadRequest("invalid digest format");
    }

    [GeneratedRegex("^sha256[:-][0-9a-f]{64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
