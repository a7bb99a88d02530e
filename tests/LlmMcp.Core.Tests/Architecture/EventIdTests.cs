using System.Reflection;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Core.Tests.Architecture;

public sealed class EventIdTests
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void An_event_id_stands_for_one_message_of_its_assembly()
    {
        var assemblies = Directory.GetFiles(AppContext.BaseDirectory, "LlmMcp.*.dll").Select(Assembly.LoadFrom).ToList();
        var messages = assemblies.SelectMany(
            static assembly => assembly.GetTypes().SelectMany(static type => type.GetMethods(Any)),
            static (assembly, method) => (Assembly: assembly.GetName().Name, Method: method, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(static found => found.Message is not null)
            .ToList();

        Assert.Contains(messages, static found => found.Assembly == "LlmMcp.Core");
        Assert.Empty(messages
            .GroupBy(static found => (found.Assembly, found.Message!.EventId))
            .Where(static same => same.Count() > 1)
            .Select(static same => $"{same.Key}: {string.Join(", ", same.Select(static found => $"{found.Method.DeclaringType!.Name}.{found.Method.Name}"))}"));
    }

    [Fact]
    public void Each_hundred_of_Core_s_event_ids_belongs_to_one_class()
    {
        var shared = typeof(CoreHost).Assembly.GetTypes().SelectMany(static type => type.GetMethods(Any))
            .Select(static method => (Class: method.DeclaringType!.Name, method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(static found => found.EventId is not null)
            .GroupBy(static found => found.EventId / 100, static found => found.Class)
            .Where(static range => range.Distinct(StringComparer.Ordinal).Count() > 1);

        Assert.Empty(shared.Select(static range => $"{range.Key}xx: {string.Join(", ", range.Distinct(StringComparer.Ordinal))}"));
    }
}
