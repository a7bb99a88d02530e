namespace LlmMcp.Bench.Stage;

/// <summary>Waits until a process answers over HTTP.</summary>
internal static class HttpHealth
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task WaitAsync(Uri address, ChildProcess process, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        await Until.TrueAsync(
            async () =>
            {
                process.ThrowIfEnded();
                try
                {
                    using var answer = await client.GetAsync(address, cancellationToken);
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            Pause,
            cancellationToken);
    }
}
