using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server;

/// <summary>Answers UNIMPLEMENTED to gRPC calls nobody serves; other requests to such paths stay 404.</summary>
internal static class UnknownMethod
{
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder builder, string service) =>
        Map(builder, $"/{service}/{{unknownMethod}}", "unknownMethod", "Method is unimplemented.");

    public static void MapUnknownServices(IEndpointRouteBuilder builder) =>
        Map(builder, "/{unknownService}/{unknownMethod}", "unknownService", "Service is unimplemented.");

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder builder, string pattern, string parameter, string detail)
    {
        var policies = new RouteValueDictionary { [parameter] = new GrpcRequestConstraint() };
        return builder
            .Map(RoutePatternFactory.Parse(pattern, defaults: null, parameterPolicies: policies), http => AnswerAsync(http, detail))
            .WithMetadata(new HttpMethodMetadata(["POST"]))
            .WithDisplayName($"gRPC - {detail}");
    }

    private static Task AnswerAsync(HttpContext http, string detail)
    {
        http.Response.ContentType = WireNames.ContentType;
        http.Response.Headers[WireNames.Status] = ((int)StatusCode.Unimplemented).ToString();
        http.Response.Headers[WireNames.Message] = detail;
        return Task.CompletedTask;
    }

    private sealed class GrpcRequestConstraint : IRouteConstraint
    {
        // Without a request the question is whether a link may be built; none ever is to these routes.
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is not null && WireNames.IsGrpcContentType(httpContext.Request.ContentType);
    }
}
