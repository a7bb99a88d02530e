using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Reflection.V1;
using static Grpc.Reflection.V1.ServerReflectionRequest;

namespace Grpc.Reflection;

/// <summary>Answers what grpcurl and its like ask, about the services this application maps.</summary>
internal sealed class ReflectionAnswers(MappedServices services)
{
    // Services are mapped before the first call, so one look at them is enough.
    private readonly Lazy<DescriptorIndex> _index = new(() => new DescriptorIndex(services.Descriptors.Select(service => service.File)));

    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = request.MessageRequestCase switch
        {
            MessageRequestOneofCase.ListServices => ListServices(),
            MessageRequestOneofCase.FileByFilename =>
                Files(_index.Value.FileNamed(request.FileByFilename), $"file '{request.FileByFilename}'"),
            MessageRequestOneofCase.FileContainingSymbol =>
                Files(_index.Value.FileWithSymbol(request.FileContainingSymbol), $"symbol '{request.FileContainingSymbol}'"),
            MessageRequestOneofCase.FileContainingExtension =>
                Files(
                    _index.Value.FileWithExtension(request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber),
                    $"extension {request.FileContainingExtension.ExtensionNumber} of '{request.FileContainingExtension.ContainingType}'"),
            MessageRequestOneofCase.AllExtensionNumbersOfType => ExtensionNumbers(request.AllExtensionNumbersOfType),
            _ => Error(StatusCode.Unimplemented, "The request is of an unknown kind."),
        };
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private ServerReflectionResponse ListServices()
    {
        var list = new ListServiceResponse();
        list.Service.AddRange(services.Names.Select(name => new ServiceResponse { Name = name }));
        return new ServerReflectionResponse { ListServicesResponse = list };
    }

    private ServerReflectionResponse ExtensionNumbers(string type)
    {
        if (_index.Value.ExtensionNumbersOf(type) is not { } numbers)
        {
            return Error(StatusCode.NotFound, $"The type '{type}' is not known.");
        }

        var response = new ExtensionNumberResponse { BaseTypeName = type };
        response.ExtensionNumber.AddRange(numbers);
        return new ServerReflectionResponse { AllExtensionNumbersResponse = response };
    }

    private static ServerReflectionResponse Files(FileDescriptor? file, string what)
    {
        if (file is null)
        {
            return Error(StatusCode.NotFound, $"The {what} is not known.");
        }

        var files = new FileDescriptorResponse();
        files.FileDescriptorProto.AddRange(DescriptorIndex.WithImports(file).Select(found => found.SerializedData));
        return new ServerReflectionResponse { FileDescriptorResponse = files };
    }

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };
}
