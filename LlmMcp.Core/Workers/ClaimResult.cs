using System.Buffers;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.JobsApi;

namespace LlmMcp.Core.Workers;

/// <summary>The answer to an HTTP claim: <c>{"job":{…}}</c>, <c>{}</c> when there is nothing, <c>{"jobs":[…]}</c> for many.</summary>
internal sealed class ClaimResult(IReadOnlyList<Job> jobs, bool many) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json";
        using (var writer = JobJson.Writer(response.BodyWriter))
        {
            writer.WriteStartObject();
            if (many)
            {
                writer.WriteStartArray("jobs"u8);
                foreach (var job in jobs)
                {
                    JobJson.Write(writer, job);
                }

                writer.WriteEndArray();
            }
            else if (jobs is [var job, ..])
            {
                writer.WritePropertyName("job"u8);
                JobJson.Write(writer, job);
            }

            writer.WriteEndObject();
        }

        response.BodyWriter.Write("\n"u8);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
