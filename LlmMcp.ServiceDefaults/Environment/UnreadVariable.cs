namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>A variable of an older system that changes nothing here.</summary>
/// <param name="Name">Name in the environment; one that ends in <c>_n</c> stands for <c>_1</c> to <c>_32</c>.</param>
/// <param name="Process">Who used to read it: Core, Worker, Bridge or Telemetry.</param>
/// <param name="Instead">What is so instead, or what is not there yet: half a sentence.</param>
public sealed record UnreadVariable(string Name, string Process, string Instead);
