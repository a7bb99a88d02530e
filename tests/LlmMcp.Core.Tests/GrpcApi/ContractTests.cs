using Google.Protobuf.Reflection;
using LlmMcp.Contracts.V1;

namespace LlmMcp.Core.Tests.GrpcApi;

/// <summary>The deployed contract: an existing client must not notice. What we add stands under other numbers and names.</summary>
public sealed class ContractTests
{
    private const string Deployed =
        """
        SubmitJobRequest: kind=1:string payload_json=2:string priority=3:int32 source=4:string max_attempts=5:int32 deadline_at=6:string
        SubmitJobResponse: job_id=1:string
        GetJobRequest: job_id=1:string
        GetJobResponse: job=1:Job
        StreamJobRequest: job_id=1:string
        JobEvent: job_id=1:string type=2:string message=3:string ts=4:string data_json=5:string
        RegisterWorkerRequest: worker=1:WorkerInfo
        RegisterWorkerResponse: worker_id=1:string
        ClaimJobRequest: worker_id=1:string kinds=2:string[] lease_seconds=3:int32
        ClaimJobResponse: job=1:Job
        HeartbeatRequest: worker_id=1:string job_id=2:string extend_seconds=3:int32
        HeartbeatResponse: ok=1:bool
        CompleteJobRequest: worker_id=1:string job_id=2:string result_json=3:string metrics_json=4:string
        CompleteJobResponse: ok=1:bool
        FailJobRequest: worker_id=1:string job_id=2:string error=3:string metrics_json=4:string
        FailJobResponse: ok=1:bool
        ReportMetricsRequest: worker=1:WorkerInfo metrics_json=2:string
        ReportMetricsResponse: ok=1:bool
        ReportBenchmarkRequest: benchmark=1:Benchmark
        ReportBenchmarkResponse: ok=1:bool
        Benchmark: device_id=1:string model_id=2:string task_type=3:string tokens_in=4:int32 tokens_out=5:int32 latency_ms=6:int32 tps=7:double meta_json=8:string
        Job: id=1:string kind=2:string payload_json=3:string status=4:string attempts=5:int32 max_attempts=6:int32 lease_until=7:string deadline_at=8:string result_json=9:string error=10:string priority=11:int32 queued_at=12:string updated_at=13:string
        WorkerInfo: id=1:string name=2:string platform=3:string arch=4:string host=5:string tags_json=6:string
        """;

    public static TheoryData<string, string> Messages
    {
        get
        {
            var messages = new TheoryData<string, string>();
            foreach (var line in Deployed.ReplaceLineEndings("\n").Split('\n'))
            {
                var parts = line.Split(": ");
                messages.Add(parts[0], parts[1]);
            }

            return messages;
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_deployed_field_has_its_number_and_type(string message, string fields)
    {
        var descriptor = LlmReflection.Descriptor.FindTypeByName<MessageDescriptor>(message);
        var have = descriptor.Fields.InDeclarationOrder().Select(static field => $"{field.Name}={field.FieldNumber}:{TypeOf(field)}").ToHashSet();

        Assert.All(fields.Split(' '), field => Assert.Contains(field, have));
        Assert.All(descriptor.Fields.InDeclarationOrder(), static field => Assert.Null(field.RealContainingOneof));
    }

    [Theory]
    [InlineData("SubmitJob", "SubmitJobRequest", "SubmitJobResponse", false)]
    [InlineData("GetJob", "GetJobRequest", "GetJobResponse", false)]
    [InlineData("StreamJob", "StreamJobRequest", "JobEvent", true)]
    [InlineData("RegisterWorker", "RegisterWorkerRequest", "RegisterWorkerResponse", false)]
    [InlineData("ClaimJob", "ClaimJobRequest", "ClaimJobResponse", false)]
    [InlineData("Heartbeat", "HeartbeatRequest", "HeartbeatResponse", false)]
    [InlineData("CompleteJob", "CompleteJobRequest", "CompleteJobResponse", false)]
    [InlineData("FailJob", "FailJobRequest", "FailJobResponse", false)]
    [InlineData("ReportMetrics", "ReportMetricsRequest", "ReportMetricsResponse", false)]
    [InlineData("ReportBenchmark", "ReportBenchmarkRequest", "ReportBenchmarkResponse", false)]
    public void Every_deployed_method_has_its_form(string name, string request, string response, bool streams)
    {
        var service = Assert.Single(LlmReflection.Descriptor.Services);
        var method = service.FindMethodByName(name);

        Assert.Equal("llmmcp.v1.Core", service.FullName);
        Assert.Equal((request, response, streams, false), (method.InputType.Name, method.OutputType.Name, method.IsServerStreaming, method.IsClientStreaming));
    }

    private static string TypeOf(FieldDescriptor field) =>
        (field.FieldType == FieldType.Message ? field.MessageType.Name : field.FieldType.ToString().ToLowerInvariant()) + (field.IsRepeated ? "[]" : "");
}
