using System.Buffers;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;

namespace LlmMcp.Core.JobsApi;

/// <summary>A job as the answer of an endpoint.</summary>
internal sealed class JobResult(Job job, bool explain, QueuePlace? place) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json";
        using (var writer = JobJson.Writer(response.BodyWriter))
        {
            JobJson.Write(writer, job, explain, place);
        }

        response.BodyWriter.Write("\n"u8);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}

/// <summary>A page of jobs, newest first, with the id to continue after.</summary>
internal sealed class JobListResult(JobPage page) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json";
        using (var writer = JobJson.Writer(response.BodyWriter))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("jobs"u8);
            foreach (var job in page.Jobs)
            {
                JobJson.Write(writer, job);
            }

            writer.WriteEndArray();
            if (page is { More: true, Jobs: [.., var last] })
            {
                writer.WriteString("next_after"u8, last.Id);
            }

            writer.WriteEndObject();
        }

        response.BodyWriter.Write("\n"u8);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
