using LlmMcp.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tools;

/// <summary>
/// A tool with typed arguments and a typed result, whose schemas follow from the types. What the caller's model can mend is a
/// result with <c>isError</c> that says how; only defects of ours become protocol errors.
/// </summary>
/// <typeparam name="TArguments">The arguments: a record whose properties carry descriptions and bounds as attributes.</typeparam>
/// <typeparam name="TResult">The structured result.</typeparam>
internal abstract class HubTool<TArguments, TResult>(ToolFacts facts) : McpServerTool
    where TArguments : class
    where TResult : class
{
    /// <inheritdoc/>
    public override Tool ProtocolTool { get; } = facts.ToTool(ToolSchemas.OfArguments<TArguments>(), ToolSchemas.OfResult<TResult>());

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public sealed override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        try
        {
            return (await CallAsync(Read(request), new ToolCall(request), cancellationToken)).ToResult();
        }
        catch (ToolRefusedException refused)
        {
            return refused.ToResult();
        }
        catch (CoreCallException call)
        {
            return ToolFailures.Of(call.Failure).ToResult();
        }
    }

    /// <summary>Does the work.</summary>
    /// <exception cref="ToolRefusedException">The caller can mend it.</exception>
    /// <exception cref="CoreCallException">Core refused or is away.</exception>
    protected abstract Task<ToolAnswer<TResult>> CallAsync(TArguments arguments, ToolCall call, CancellationToken cancellationToken);

    /// <summary>The arguments of a call.</summary>
    /// <exception cref="ToolRefusedException">They are not what the schema asks for.</exception>
    protected TArguments Read(RequestContext<CallToolRequestParams> request) =>
        ToolArguments.Read<TArguments>(request.Params?.Arguments, ProtocolTool.InputSchema);
}

/// <summary>The arguments of a tool that takes none.</summary>
internal sealed record NoArguments;
