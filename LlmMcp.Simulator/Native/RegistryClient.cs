using System.Net;
using System.Net.Http.Json;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.Json;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Native;

/// <summary>
/// Reads a registry as Ollama does: manifest, then each blob in ranges, a redirect followed once per blob. Bytes are
/// hashed and forgotten, small texts kept. Ollama asks for its ranges side by side, here they follow each other.
/// </summary>
internal sealed class RegistryClient(ModelName name, bool insecure)
{
    private const int MaxRanges = 16;
    private const long SmallestRange = 100L << 20;
    public const int MaxKept = 64 << 10;
    private const int BufferSize = 64 << 10;

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) });

    private readonly string root = $"{(insecure ? "http" : "https")}://{name.Host}/v2/{name.Namespace}/{name.Model}";

    public async Task<RegistryManifest> ManifestAsync(CancellationToken cancellationToken)
    {
        var url = $"{root}/manifests/{name.Tag}";
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Accept.ParseAdd("application/vnd.docker.distribution.manifest.v2+json");
            using var response = await Http.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound)
            {
                throw Refusal.Failed("pull model manifest: file does not exist");
            }

            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync<RegistryManifest>(JsonSerializerOptions.Web, cancellationToken) ?? new RegistryManifest(null, null)
                : throw Refusal.Failed($"pull model manifest: {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
        catch (HttpRequestException error)
        {
            throw Refusal.Failed($"pull model manifest: Get \"{url}\": {Explain(error)}");
        }
        catch (JsonException)
        {
            throw Refusal.Failed("pull model manifest: invalid character looking for beginning of value");
        }
    }

    /// <summary>Downloads a blob and checks its digest; reports each read, returns the bytes when they are few.</summary>
    public async Task<byte[]> BlobAsync(RegistryLayer layer, Func<int, ValueTask> received, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var kept = new MemoryStream();
        var buffer = new byte[BufferSize];
        try
        {
            var url = await ResolveAsync($"{root}/blobs/{layer.Digest}", cancellationToken);
            var range = Math.Max(SmallestRange, (layer.Size + MaxRanges - 1) / MaxRanges);
            for (var start = 0L; start < layer.Size; start += range)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, url);
                request.Headers.Range = new(start, Math.Min(start + range, layer.Size) - 1);
                using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                response.EnsureSuccessStatusCode();
                await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
                int read;
                while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
                {
                    hash.AppendData(buffer, 0, read);
                    if (layer.Size <= MaxKept)
                    {
                        kept.Write(buffer, 0, read);
                    }

                    await received(read);
                }

                if (response.StatusCode is HttpStatusCode.OK)
                {
                    // A server without ranges sent the whole blob.
                    break;
                }
            }
        }
        catch (HttpRequestException error)
        {
            throw Refusal.Failed($"Get \"{root}/blobs/{layer.Digest}\": {Explain(error)}");
        }

        var actual = "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
        return actual == layer.Digest
            ? kept.ToArray()
            : throw Refusal.Failed($"digest mismatch, file must be downloaded again: want {layer.Digest}, got {actual}");
    }

    private static async Task<Uri> ResolveAsync(string url, CancellationToken cancellationToken)
    {
        using var response = await Http.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } target ? new Uri(new Uri(url), target) : new Uri(url);
    }

    private string Explain(HttpRequestException error) => error switch
    {
        { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } => "tls: first record does not look like a TLS handshake",
        { HttpRequestError: HttpRequestError.NameResolutionError } => $"dial tcp: lookup {name.Host} on 127.0.0.53:53: no such host",
        { HttpRequestError: HttpRequestError.ConnectionError } => $"dial tcp {name.Host}: connect: connection refused",
        _ => error.Message,
    };
}
