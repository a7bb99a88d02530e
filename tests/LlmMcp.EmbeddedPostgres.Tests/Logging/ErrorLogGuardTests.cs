using LlmMcp.Testing;
using Microsoft.Extensions.Logging;
using Xunit.Sdk;

namespace LlmMcp.EmbeddedPostgres.Tests.Logging;

public sealed class ErrorLogGuardTests
{
    [Fact]
    public void An_unexpected_error_fails_the_test_with_its_text()
    {
        var guard = new ErrorLogGuard();
        guard.Factory.CreateLogger("Jobs").LogError("job {Id} vanished", 7);
        var failure = Assert.Throws<FailException>(guard.VerifyNoErrors);
        Assert.Contains("job 7 vanished", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposing_verifies_what_was_logged_after_the_last_check()
    {
        var guard = new ErrorLogGuard();
        guard.VerifyNoErrors();
        guard.CreateLogger("Jobs").LogCritical("late");
        Assert.Throws<FailException>(guard.Dispose);
    }

    [Fact]
    public void Warnings_are_kept_but_fail_nothing()
    {
        using var guard = new ErrorLogGuard();
        guard.Factory.CreateLogger("Jobs").LogWarning("slow");
        guard.Factory.CreateLogger("Jobs").LogInformation("fine");
        Assert.Equal("slow", Assert.Single(guard.Events).Message);
    }

    [Fact]
    public void Expected_errors_fail_nothing_and_excuse_no_others()
    {
        var guard = new ErrorLogGuard().ExpectEvent(12).ExpectMessage("connection");
        var logger = guard.Factory.CreateLogger("Jobs");
        logger.LogError(new EventId(12), "expected by id");
        logger.LogError("lost the connection");
        guard.VerifyNoErrors();

        logger.LogError("something else");
        var failure = Assert.Throws<FailException>(guard.VerifyNoErrors);
        Assert.DoesNotContain("expected by id", failure.Message, StringComparison.Ordinal);
    }
}
