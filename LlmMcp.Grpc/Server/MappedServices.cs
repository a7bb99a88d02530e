using System.Collections.Concurrent;
using System.Reflection;
using Google.Protobuf.Reflection;

namespace Grpc.AspNetCore.Server;

/// <summary>The gRPC services this application maps; health and reflection answer from it.</summary>
internal sealed class MappedServices
{
    private readonly ConcurrentDictionary<string, ServiceDescriptor?> _services = new(StringComparer.Ordinal);
    private int _fallbackMapped;

    /// <summary>Full names in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. _services.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Descriptors of the services that protoc generated.</summary>
    public IReadOnlyList<ServiceDescriptor> Descriptors => [.. _services.Values.OfType<ServiceDescriptor>()];

    public bool Contains(string name) => _services.ContainsKey(name);

    /// <param name="name">Full name with package.</param>
    /// <param name="bindType">The generated type around the service's base class, which carries the descriptor.</param>
    public void Add(string name, Type bindType) => _services[name] =
        bindType.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as ServiceDescriptor;

    /// <summary>True once: the answer to unknown services is mapped a single time.</summary>
    public bool TryClaimFallback() => Interlocked.Exchange(ref _fallbackMapped, 1) == 0;
}
