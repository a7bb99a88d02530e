using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Fleet;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Debug;

/// <summary>The debug calls. All but the test answer from memory.</summary>
internal static class DebugApi
{
    public static IResult Health(PulseLoop pulse, FleetCache fleet, BuildVersion version, IOptions<FleetOptions> options) =>
        JsonReply.Ok(HealthCheck.Of(pulse.Beats, pulse.Failure, pulse.Last, fleet.Current, version.Text, options.Value.MaxConcurrency));

    public static IResult Capacity(PulseLoop pulse, FleetCache fleet, IOptions<FleetOptions> options) =>
        JsonReply.Ok(CapacityView.Of(fleet.Current, pulse.Last.Facts, options.Value.MaxConcurrency));

    public static IResult Actions(HttpRequest request, EndpointDataSource endpoints, IOptions<AccessOptions> access) =>
        JsonReply.Ok(ActionList.Of(endpoints.Endpoints, $"{request.Scheme}://{request.Host}", access.Value.InternalKey.Length > 0));

    // 200 whatever it finds: the finding is the answer.
    public static async Task<IResult> TestAsync(SmokeTest test, CancellationToken cancellationToken) => JsonReply.Ok(await test.RunAsync(cancellationToken));
}
