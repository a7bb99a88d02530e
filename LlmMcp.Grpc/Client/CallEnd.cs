using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>How a call ended, decided once.</summary>
/// <param name="Status">The status.</param>
/// <param name="Trailers">What came with it.</param>
internal sealed record CallEnd(Status Status, Metadata Trailers)
{
    public CallEnd(StatusCode code, string detail, Exception? cause = null)
        : this(new Status(code, detail, cause), Metadata.Empty)
    {
    }

    /// <summary>This side gave up, by its token, its deadline or by disposing.</summary>
    public bool IsGivenUp { get; init; }

    public bool IsOk => Status.StatusCode == StatusCode.OK;
}
