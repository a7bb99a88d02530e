namespace LlmMcp.Core.Api;

/// <summary>An answer that is dear to make and wanted by many: kept for a while, and made by one caller for all.</summary>
/// <param name="age">How long it is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class KeptAnswer<T>(TimeSpan age, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim making = new(1);
    private (T Answer, long At)? last;

    /// <summary>The answer kept, or a new one. One that could not be made is not kept.</summary>
    public async Task<T> GetAsync(Func<CancellationToken, Task<T>> make, CancellationToken cancellationToken)
    {
        await making.WaitAsync(cancellationToken);
        try
        {
            if (last is not { } kept || time.GetElapsedTime(kept.At) >= age)
            {
                kept = (await make(cancellationToken), time.GetTimestamp());
                last = kept;
            }

            return kept.Answer;
        }
        finally
        {
            making.Release();
        }
    }

    public void Dispose() => making.Dispose();
}
