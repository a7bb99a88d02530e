namespace LlmMcp.Core.Knowledge;

/// <summary>The body of <c>POST /v1/knowledge/ingest</c>.</summary>
/// <param name="Text">What to keep.</param>
/// <param name="Target"><c>lightrag</c> (the default) or <c>mem0</c>.</param>
/// <param name="Metadata">Where a document comes from; for LightRAG.</param>
/// <param name="UserId">Whose memory it is, <c>default</c> when absent; for mem0.</param>
internal sealed record IngestRequest(string? Text, string? Target, IngestMetadata? Metadata, string? UserId);

/// <summary>Where a document comes from and what it is about.</summary>
internal sealed record IngestMetadata(string? SourceType, string? Domain, string? Topic);

/// <summary>The answer of <c>GET /v1/knowledge</c>: the knowledge bases there are.</summary>
internal sealed record KnowledgeList(IReadOnlyList<string> Targets);
