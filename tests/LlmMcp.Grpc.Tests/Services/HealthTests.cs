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

    [Fact]
    public async Task Watchers_are_a_thousand_at_most_and_one_that_leaves_makes_room()
    {
        var health = new HealthServiceImpl();
        using var leaving = new CancellationTokenSource();
        var first = Watch(leaving.Token);
        using var end = new CancellationTokenSource();
        var watches = Enumerable.Range(1, 999).Select(_ => Watch(end.Token)).ToList();

        var refused = await Assert.ThrowsAsync<RpcException>(() => Watch(end.Token));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        watches.Add(Watch(end.Token));
        Assert.DoesNotContain(watches, watch => watch.IsCompleted);

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(watches));

        Task Watch(CancellationToken cancellationToken) => health.Watch(new HealthCheckRequest(), new NowhereWriter(), new LocalCall(cancellationToken));
    }

    private sealed class NowhereWriter : IServerStreamWriter<HealthCheckResponse>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(HealthCheckResponse message) => Task.CompletedTask;
    }

    private sealed class LocalCall(CancellationToken cancellationToken) : ServerCallContext
    {
        protected override string MethodCore => "Watch";

        protected override string HostCore => "";

        protected override string PeerCore => "";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore { get; } = [];

        protected override CancellationToken CancellationTokenCore => cancellationToken;

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext());
        return watch.ResponseStream.Current.Status;
    }
}
