using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LlmMcp.Core.Docs;

/// <summary>
/// Keys that may be absent although the generator, which looks at constructors, takes them for required: in answers those left
/// out when there is nothing to say, in requests all, because what is missing there is refused with a word about it.
/// </summary>
internal static class OptionalKeys
{
    private static readonly Lazy<HashSet<Type>> Requests = new(static () =>
    {
        var found = new HashSet<Type>();
        foreach (var request in EndpointDocs.All.Values.Select(static doc => doc.Request).OfType<Type>())
        {
            Add(request, found);
        }

        return found;
    });

    /// <summary>The names of a type's optional keys.</summary>
    public static IEnumerable<string> Of(JsonTypeInfo type) =>
        from property in type.Properties
        where Requests.Value.Contains(type.Type) || IsLeftOut(property)
        select property.Name;

    private static bool IsLeftOut(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault }];

    private static void Add(Type type, HashSet<Type> found)
    {
        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments())
            {
                Add(argument, found);
            }
        }
        else if (type.Assembly == typeof(OptionalKeys).Assembly && found.Add(type))
        {
            foreach (var property in type.GetProperties())
            {
                Add(property.PropertyType, found);
            }
        }
    }
}
