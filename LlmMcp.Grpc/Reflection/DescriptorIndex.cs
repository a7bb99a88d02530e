using Google.Protobuf.Reflection;

namespace Grpc.Reflection;

/// <summary>Finds the files that define a name, from the files of some services and everything those import. Pure.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];
    private readonly Dictionary<(string Type, int Number), FileDescriptor> _extensions = [];

    public DescriptorIndex(IEnumerable<FileDescriptor> roots)
    {
        foreach (var root in roots)
        {
            AddFile(root);
        }
    }

    public FileDescriptor? FileNamed(string name) => _files.GetValueOrDefault(name);

    public FileDescriptor? FileWithSymbol(string symbol) => _symbols.GetValueOrDefault(symbol);

    public FileDescriptor? FileWithExtension(string type, int number) => _extensions.GetValueOrDefault((type, number));

    /// <summary>Null when the type is not known.</summary>
    public IReadOnlyList<int>? ExtensionNumbersOf(string type) => _symbols.TryGetValue(type, out var file) && IsMessage(file.MessageTypes, type)
        ? [.. _extensions.Keys.Where(key => key.Type == type).Select(key => key.Number).Order()]
        : null;

    /// <summary>A file and everything it imports, itself first.</summary>
    public static IReadOnlyList<FileDescriptor> WithImports(FileDescriptor file)
    {
        var found = new List<FileDescriptor> { file };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(found[i].Dependencies.Where(import => !found.Contains(import)).ToArray());
        }

        return found;
    }

    private static bool IsMessage(IEnumerable<MessageDescriptor> messages, string name) =>
        messages.Any(message => message.FullName == name || IsMessage(message.NestedTypes, name));

    private void AddFile(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        AddExtensions(file, file.Extensions.UnorderedExtensions);
        foreach (var message in file.MessageTypes)
        {
            AddMessage(file, message);
        }

        foreach (var type in file.EnumTypes)
        {
            AddEnum(file, type);
        }

        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            AddNames(file, service.Methods);
        }

        foreach (var import in file.Dependencies)
        {
            AddFile(import);
        }
    }

    private void AddMessage(FileDescriptor file, MessageDescriptor message)
    {
        _symbols[message.FullName] = file;
        AddNames(file, message.Fields.InDeclarationOrder());
        AddNames(file, message.Oneofs);
        AddExtensions(file, message.Extensions.UnorderedExtensions);
        foreach (var type in message.EnumTypes)
        {
            AddEnum(file, type);
        }

        foreach (var nested in message.NestedTypes)
        {
            AddMessage(file, nested);
        }
    }

    private void AddEnum(FileDescriptor file, EnumDescriptor type)
    {
        _symbols[type.FullName] = file;
        AddNames(file, type.Values);
    }

    private void AddExtensions(FileDescriptor file, IEnumerable<FieldDescriptor> extensions)
    {
        foreach (var extension in extensions)
        {
            _symbols[extension.FullName] = file;
            _extensions[(extension.ExtendeeType.FullName, extension.FieldNumber)] = file;
        }
    }

    private void AddNames(FileDescriptor file, IEnumerable<IDescriptor> descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            _symbols[descriptor.FullName] = file;
        }
    }
}
