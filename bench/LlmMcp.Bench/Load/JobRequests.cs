using System.Text;

namespace LlmMcp.Bench.Load;

/// <summary>Whole HTTP requests, rendered once.</summary>
internal static class JobRequests
{
    /// <summary>The job that is submitted by the thousand.</summary>
    public const string Echo = """{"kind":"echo","payload":{"n":1}}""";

    public static byte[] Submit(string job) => Post("/v1/jobs", job);

    /// <summary>A request that leaves provider and model to Core.</summary>
    public static byte[] Llm(string request) => Post("/v1/llm/request", request);

    public static byte[] SubmitBatch(string job, int count) =>
        Post("/v1/jobs/batch", $$"""{"jobs":[{{string.Join(',', Enumerable.Repeat(job, count))}}]}""");

    private static byte[] Post(string path, string body) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
}
