using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;

namespace LlmMcp.Simulator.Tests.Replay;

/// <summary>A registry over plain HTTP with two small models. Each blob is behind one redirect and is served in ranges.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private static readonly Dictionary<string, byte[]> Blobs = new byte[][]
    {
        new byte[539_200],
        Encoding.UTF8.GetBytes("{{ if .System }}{{ .System }}\n{{ end }}{{ .Prompt }} "),
        "{\"num_predict\":32,\"temperature\":0}"u8.ToArray(),
        Encoding.UTF8.GetBytes("{\"model_format\":\"gguf\",\"model_family\":\"llama\",\"model_type\":\"132K\",\"file_type\":\"F16\"}"),
    }.ToDictionary(blob => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob)));

    private readonly WebApplication application;

    private TestRegistry(WebApplication application) => this.application = application;

    public string Authority => new Uri(application.Urls.First()).Authority;

    public static async Task<TestRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var registry = builder.Build();
        registry.MapGet("/v2/library/{model}/manifests/{tag}", (string model) => model is "hello" or "tiny" ? Results.Text(Manifest(), "application/json") : Results.NotFound());
        registry.MapGet("/v2/library/{model}/blobs/{digest}", (string digest) => Results.Redirect($"/files/{digest}", permanent: false, preserveMethod: true));
        registry.MapGet("/files/{digest}", (string digest) => Results.Bytes(Blobs[digest], enableRangeProcessing: true));
        await registry.StartAsync();
        return new TestRegistry(registry);
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static string Manifest()
    {
        string[] kinds = ["model", "template", "params", "config"];
        var layers = Blobs.Zip(kinds, (blob, kind) => $$"""{"mediaType":"application/vnd.ollama.image.{{kind}}","digest":"{{blob.Key}}","size":{{blob.Value.Length}}}""").ToArray();
        return $$"""{"schemaVersion":2,"config":{{layers[3]}},"layers":[{{string.Join(',', layers[..3])}}]}""";
    }
}
