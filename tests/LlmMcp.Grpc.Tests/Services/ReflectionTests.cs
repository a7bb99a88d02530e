using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using LlmMcp.Grpc.Tests.Hosting;
using Alpha = Grpc.Reflection.V1Alpha;

namespace LlmMcp.Grpc.Tests.Services;

public sealed class ReflectionTests(ProbeFixture fixture) : IClassFixture<ProbeFixture>
{
    private static readonly string[] _services =
    [
        "grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection",
        "llmmcp.grpc.tests.Probe",
    ];

    [Fact]
    public async Task Services_are_listed_in_v1_and_v1alpha()
    {
        var v1 = await AskAsync(new ServerReflectionRequest { Host = "h", ListServices = "*" });
        Assert.Equal(_services, v1.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal("h", v1.ValidHost);
        Assert.Equal("*", v1.OriginalRequest.ListServices);

        using var call = new Alpha.ServerReflection.ServerReflectionClient(fixture.Server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new Alpha.ServerReflectionRequest { ListServices = "*" });
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(_services, call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
    }

    [Theory]
    [InlineData("llmmcp.grpc.tests.Probe")]
    [InlineData("llmmcp.grpc.tests.Probe.Echo")]
    [InlineData("llmmcp.grpc.tests.ProbeReply")]
    [InlineData("llmmcp.grpc.tests.ProbeReply.facts")]
    [InlineData("llmmcp.grpc.tests.ProbeReply.FactsEntry")]
    [InlineData("llmmcp.grpc.tests.ProbeReply.Mood")]
    public async Task A_symbol_brings_its_file_and_what_it_imports(string symbol)
    {
        var files = Files(await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol }));
        Assert.Equal(["probe.proto", "extended.proto"], files.Select(file => file.Name));
        Assert.Equal("Probe", Assert.Single(files[0].Service).Name);
    }

    [Theory]
    [InlineData("extended.proto")]
    [InlineData("probe.proto")]
    [InlineData("health.proto")]
    [InlineData("reflection_v1.proto")]
    public async Task A_file_is_found_by_its_name(string name) =>
        Assert.Equal(name, Files(await AskAsync(new ServerReflectionRequest { FileByFilename = name }))[0].Name);

    [Fact]
    public async Task Extensions_are_found_by_number_and_listed()
    {
        const string Type = "llmmcp.grpc.tests.Extended";
        var found = await AskAsync(new ServerReflectionRequest
        {
            FileContainingExtension = new ExtensionRequest { ContainingType = Type, ExtensionNumber = 101 },
        });
        Assert.Equal("extended.proto", Assert.Single(Files(found)).Name);
        var numbers = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = Type });
        Assert.Equal(Type, numbers.AllExtensionNumbersResponse.BaseTypeName);
        Assert.Equal([100, 101], numbers.AllExtensionNumbersResponse.ExtensionNumber);
        Assert.Empty((await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "llmmcp.grpc.tests.ProbeReply" }))
            .AllExtensionNumbersResponse.ExtensionNumber);
    }

    [Fact]
    public async Task What_is_not_known_is_an_error_in_the_answer_and_the_stream_goes_on()
    {
        using var call = new ServerReflection.ServerReflectionClient(fixture.Server.Channel).ServerReflectionInfo();
        ServerReflectionRequest[] unknown =
        [
            new() { FileByFilename = "no.proto" },
            new() { FileContainingSymbol = "no.Symbol" },
            new() { FileContainingExtension = new ExtensionRequest { ContainingType = "no.Type", ExtensionNumber = 1 } },
            new() { AllExtensionNumbersOfType = "no.Type" },
        ];
        foreach (var request in unknown)
        {
            await call.RequestStream.WriteAsync(request);
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal((int)StatusCode.NotFound, call.ResponseStream.Current.ErrorResponse.ErrorCode);
            Assert.Equal(request, call.ResponseStream.Current.OriginalRequest);
        }

        await call.RequestStream.WriteAsync(new ServerReflectionRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal((int)StatusCode.Unimplemented, call.ResponseStream.Current.ErrorResponse.ErrorCode);
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        using var call = new ServerReflection.ServerReflectionClient(fixture.Server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext());
        var response = call.ResponseStream.Current;
        Assert.False(await call.ResponseStream.MoveNext());
        return response;
    }

    private static FileDescriptorProto[] Files(ServerReflectionResponse response) =>
        [.. response.FileDescriptorResponse.FileDescriptorProto.Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes))];
}
