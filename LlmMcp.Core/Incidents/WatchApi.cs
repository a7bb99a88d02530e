using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Incidents;

/// <summary>Where telemetry keeps what it knows and what it told. For processes that hold the internal key.</summary>
internal static class WatchApi
{
    private const int MostListed = 100;

    public static void MapWatch(this IEndpointRouteBuilder routes)
    {
        var incidents = routes.MapGroup("/v1/incidents").WithTags("Incidents").RequireSurface(Surface.Admin);
        incidents.MapPost("/watch/lease", LeaseAsync).WithName("LeaseWatch").WithSummary("Become, or stay, the one process that watches");
        incidents.MapPost("/watch/release", ReleaseAsync).WithName("ReleaseWatch").WithSummary("Let another process watch");
        incidents.MapGet("/watch", ReadAsync).WithName("ReadWatch").WithSummary("What the next look has to know");
        incidents.MapPost("/watch/record", RecordAsync).WithName("RecordIncidents").WithSummary("What a look led to: incidents and messages, all or nothing");
        incidents.MapPut("/notes/{name}", NoteAsync).WithName("WriteNote").WithSummary("Remember something small for the next process");
        incidents.MapGet("/messages", ListMessagesAsync).WithName("ListMessages").WithSummary("How messages stand, latest first");
        incidents.MapPost("/messages/claim", ClaimAsync).WithName("ClaimMessages").WithSummary("Take messages to send");
        incidents.MapPost("/messages/finish", FinishAsync).WithName("FinishMessage").WithSummary("Say how sending a message ended");
    }

    private static async Task<IResult> LeaseAsync(HttpRequest http, IncidentStore store, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<LeaseRequest>(http, api.Value.MaxBodyBytes, cancellationToken);
        return (body.Error ?? IncidentChecks.Of(body.Value!)) is { } error
            ? error.ToResult()
            : JsonReply.Ok(await store.LeaseAsync(body.Value!.Holder!, body.Value.Seconds!.Value, cancellationToken));
    }

    private static async Task<IResult> ReleaseAsync(HttpRequest http, IncidentStore store, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<LeaseRequest>(http, api.Value.MaxBodyBytes, cancellationToken);
        if ((body.Error ?? IncidentChecks.Holder(body.Value!.Holder)) is { } error)
        {
            return error.ToResult();
        }

        await store.ReleaseAsync(body.Value!.Holder!, cancellationToken);
        return JsonReply.Ok(new WatchDone(true));
    }

    private static async Task<IResult> ReadAsync(string? holder, IncidentStore store, CancellationToken cancellationToken) =>
        JsonReply.Ok(await store.ReadAsync(holder ?? "", cancellationToken));

    private static async Task<IResult> RecordAsync(HttpRequest http, IncidentStore store, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<RecordRequest>(http, api.Value.MaxBodyBytes, cancellationToken);
        return (body.Error ?? IncidentChecks.Of(body.Value!)) is { } error
            ? error.ToResult()
            : await store.RecordAsync(body.Value!, cancellationToken) is { } recorded ? JsonReply.Ok(recorded) : NotYours.ToResult();
    }

    private static async Task<IResult> NoteAsync(string name, HttpRequest http, IncidentStore store, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<NoteRequest>(http, api.Value.MaxBodyBytes, cancellationToken);
        return (body.Error ?? IncidentChecks.Of(name, body.Value!)) is { } error
            ? error.ToResult()
            : await store.WriteNoteAsync(name, body.Value!, cancellationToken) ? JsonReply.Ok(new WatchDone(true)) : NotYours.ToResult();
    }

    private static async Task<IResult> ListMessagesAsync(string? state, MessageStore store, CancellationToken cancellationToken) =>
        state is not null && !IncidentChecks.MessageStates.Contains(state)
            ? ApiError.BadField("state", $"state must be one of {string.Join(", ", IncidentChecks.MessageStates)}.").ToResult()
            : JsonReply.Ok(await store.ListAsync(state, MostListed, cancellationToken));

    private static async Task<IResult> ClaimAsync(HttpRequest http, MessageStore store, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<ClaimMessagesRequest>(http, api.Value.MaxBodyBytes, cancellationToken);
        return (body.Error ?? IncidentChecks.Of(body.Value!)) is { } error
            ? error.ToResult()
            : await store.ClaimAsync(body.Value!, cancellationToken) is { } claimed ? JsonReply.Ok(claimed) : NotYours.ToResult();
    }

    private static async Task<IResult> FinishAsync(HttpRequest http, MessageStore store, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<FinishMessageRequest>(http, api.Value.MaxBodyBytes, cancellationToken);
        return (body.Error ?? IncidentChecks.Of(body.Value!)) is { } error
            ? error.ToResult()
            : JsonReply.Ok(new WatchDone(await store.FinishAsync(body.Value!, cancellationToken)));
    }

    private static ApiError NotYours { get; } = new(
        StatusCodes.Status409Conflict, "not_the_watcher", "Another process watches, or this was stored already. Read GET /v1/incidents/watch again.");
}

/// <summary>Whether it was done; false when somebody else has it by now.</summary>
internal sealed record WatchDone(bool Ok);
