using System.Globalization;
using System.Text.Json.Nodes;
using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Debug;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LlmMcp.Core.Docs;

/// <summary>What the generator cannot know of our calls: words of enumerations, parameters, examples, keys.</summary>
internal static class OpenApiDocument
{
    private const string Bearer = "bearer";
    private const string Header = "header";

    /// <summary>Title, ways to show the key, and the order a reader learns the calls in.</summary>
    public static Task Describe(Microsoft.OpenApi.OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "llm-mcp",
            Version = context.ApplicationServices.GetRequiredService<BuildVersion>().Text,
            Description = "One durable queue and one router in front of every language model you can reach.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Header] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-API-Key", Description = "INTERNAL_API_KEY" },
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "INTERNAL_API_KEY" },
        };
        return Task.CompletedTask;
    }

    /// <summary>Parameters, examples and keys of one call.</summary>
    public static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var doc = metadata.OfType<EndpointDoc>().LastOrDefault();
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (doc?.Parameters.GetValueOrDefault(parameter.Name!) is { } known)
            {
                parameter.Description = known.Description;
                parameter.Schema = SchemaOf(known);
            }
        }

        if (doc is { Request: { } request, Example: { } example })
        {
            // Not from metadata of the endpoint: routing would then refuse bodies of other content types, and curl sends one.
            context.Document?.AddComponent(request.Name, await context.GetOrCreateSchemaAsync(request, null, cancellationToken));
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [EndpointDoc.Json] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(request.Name, context.Document), Example = JsonNode.Parse(example) },
                },
            };
        }

        AddAnswers(operation);
        if (metadata.OfType<SurfaceMetadata>().LastOrDefault()?.Surface is { } surface and not Surface.Open)
        {
            operation.Description = surface == Surface.Client ? "From loopback without a key; from elsewhere with one." : "With INTERNAL_API_KEY, where one is set.";
            operation.Security = [Requirement(Header, context.Document), Requirement(Bearer, context.Document), new OpenApiSecurityRequirement()];
        }

        var line = CurlLine.Of(metadata, context.Description.HttpMethod!, "/" + context.Description.RelativePath!.TrimStart('/'));
        operation.AddExtension("x-codeSamples", new JsonNodeExtension(new JsonArray(new JsonObject { ["lang"] = "curl", ["source"] = line })));
    }

    /// <summary>Enumerations, which are plain words on the wire, and which keys may be absent.</summary>
    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is { } property && SchemaValues.Of(property.DeclaringType, property.Name) is { } values)
        {
            schema.Enum = [.. values.Select(static value => (JsonNode)value)];
        }

        schema.Required?.ExceptWith(OptionalKeys.Of(context.JsonTypeInfo));
        return Task.CompletedTask;
    }

    private static void AddAnswers(OpenApiOperation operation)
    {
        foreach (var (status, response) in operation.Responses ?? [])
        {
            foreach (var media in response.Content?.Values.OfType<OpenApiMediaType>() ?? [])
            {
                media.Example = status[0] == '2' ? AnswerExamples.Of(operation.OperationId!) : AnswerExamples.OfRefusal(int.Parse(status, CultureInfo.InvariantCulture));
            }
        }
    }

    private static OpenApiSchema SchemaOf(ParameterDoc parameter) => new()
    {
        Type = parameter.Type switch
        {
            "integer" => JsonSchemaType.Integer,
            "number" => JsonSchemaType.Number,
            "boolean" => JsonSchemaType.Boolean,
            _ => JsonSchemaType.String,
        },
        Format = parameter.Format,
        Enum = parameter.Values?.Select(static value => (JsonNode)value).ToList(),
    };

    private static OpenApiSecurityRequirement Requirement(string scheme, Microsoft.OpenApi.OpenApiDocument? document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
