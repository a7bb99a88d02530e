namespace LlmMcp.Core.Incidents;

/// <summary>What is wrong, and who was told.</summary>
internal static class IncidentsSlice
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) =>
        services.AddSingleton<IncidentStore>().AddSingleton<MessageStore>();

    public static void MapIncidents(this IEndpointRouteBuilder routes)
    {
        routes.MapIncidentList();
        routes.MapWatch();
    }
}
