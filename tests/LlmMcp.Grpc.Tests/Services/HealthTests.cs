using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using LlmMcp.Grpc.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace LlmMcp.Grpc.Tests.Services;

public sealed class HealthTests
{
    [Theory]
    [InlineData("")]
    [InlineData("llmmcp.grpc.tests.Probe")]
    public async Task The_server_and_its_services_answer_what_the_applications_checks_say(string service)
    {
        var result = HealthCheckResult.Healthy();
        await using var server = await ProbeServer.StartAsync(services: services => services.AddHealthChecks().AddCheck("probe", () => result));
        var client = new Health.HealthClient(server.Channel);
        var request = new HealthCheckRequest { Service = service };
        Assert.Equal(ServingStatus.Serving, (await client.CheckAsync(request)).Status);
        result = HealthCheckResult.Degraded();
        Assert.Equal(ServingStatus.Serving, (await client.CheckAsync(request)).Status);
        result = HealthCheckResult.Unhealthy();
        Assert.Equal(ServingStatus.NotServing, (await client.CheckAsync(request)).Status);
        Assert.Equal(ServingStatus.NotServing, (await client.ListAsync(new HealthListRequest())).Statuses[service].Status);
    }

    [Fact]
    public async Task A_service_nobody_knows_is_NOT_FOUND()
    {
        await using var server = await ProbeServer.StartAsync();
        var client = new Health.HealthClient(server.Channel);
        var exception = await Assert.ThrowsAsync<RpcException>(() => client.CheckAsync(new HealthCheckRequest { Service = "who" }).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
    }

    [Fact]
    public async Task A_watcher_hears_of_each_change_and_of_a_service_that_comes_and_goes()
    {
        await using var server = await ProbeServer.StartAsync();
        var health = server.Services.GetRequiredService<HealthServiceImpl>();
        using var watch = new Health.HealthClient(server.Channel).Watch(new HealthCheckRequest { Service = "late" });
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
        health.SetStatus("late", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        health.SetStatus("late", ServingStatus.Serving);
        health.SetStatus("other", ServingStatus.Serving);
        health.SetStatus("late", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        health.ClearAll();
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext());
        return watch.ResponseStream.Current.Status;
    }
}
