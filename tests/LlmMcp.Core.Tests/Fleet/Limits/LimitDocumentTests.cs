using LlmMcp.Core.Fleet.Limits;

namespace LlmMcp.Core.Tests.Fleet.Limits;

public sealed class LimitDocumentTests
{
    [Fact]
    public void Every_field_is_read()
    {
        var limits = Read("""{"ram_gb":32,"vram_gb":8.5,"max_params_b":7,"max_size_gb":5.5,"max_context":16384,"allow_models":["a:1b"],"deny_models":["b:1b","b:1b"],"max_concurrency":4}""");

        Assert.Equal((32m, 8.5m, 7m, 5.5m), (limits.RamGb, limits.VramGb, limits.MaxParamsB, limits.MaxSizeGb));
        Assert.Equal((16_384, 4), (limits.MaxContext, limits.MaxConcurrency));
        Assert.Equal((string[])["a:1b"], limits.AllowModels);
        Assert.Equal((string[])["b:1b"], limits.DenyModels);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ram_gb":null,"allow_models":null,"deny_models":[],"max_concurrency":null}""")]
    [InlineData("""{"ram_gb":0,"vram_gb":0,"allow_models":[]}""")]
    public void Null_empty_and_absent_are_alike(string spec)
    {
        var limits = Read(spec);

        Assert.DoesNotContain(LimitField.All, field => field.IsGiven(limits));
    }

    [Fact]
    public void The_deployed_name_of_the_context_means_tokens_too() => Assert.Equal(8192, Read("""{"max_context_k":8192}""").MaxContext);

    [Theory]
    [InlineData("""{"*":{"ram_gb":"8","max_params_b":3}}""", "\"*\".ram_gb must be a number above 0")]
    [InlineData("""{"*":{"ram_gb":-8,"max_params_b":3}}""", "\"*\".ram_gb must be a number above 0")]
    [InlineData("""{"*":{"ram_gb":1e300,"max_params_b":3}}""", "\"*\".ram_gb must be a number above 0")]
    [InlineData("""{"*":{"max_size_gb":0,"max_params_b":3}}""", "\"*\".max_size_gb must be a number above 0")]
    [InlineData("""{"*":{"max_context_k":8,"max_params_b":3}}""", "\"*\".max_context_k must be tokens, from 128 (8192, not 8)")]
    [InlineData("""{"*":{"max_context":4096.5,"max_params_b":3}}""", "\"*\".max_context must be tokens")]
    [InlineData("""{"*":{"max_concurrency":0,"max_params_b":3}}""", "\"*\".max_concurrency must be a whole number from 1 to 256")]
    [InlineData("""{"*":{"max_concurrency":257,"max_params_b":3}}""", "\"*\".max_concurrency must be a whole number from 1 to 256")]
    [InlineData("""{"*":{"allow_models":"a:1b","max_params_b":3}}""", "\"*\".allow_models must be an array of model names")]
    [InlineData("""{"*":{"deny_models":[1],"max_params_b":3}}""", "\"*\".deny_models must be an array of model names")]
    [InlineData("""{"*":{"ramgb":8,"max_params_b":3}}""", "\"*\".ramgb is unknown; the fields are ram_gb")]
    public void One_bad_field_is_told_and_the_rest_counts(string json, string mistake)
    {
        var document = LimitDocument.Parse(json, "DEVICE_LIMITS_JSON");

        Assert.StartsWith($"DEVICE_LIMITS_JSON: {mistake}", Assert.Single(document.Mistakes), StringComparison.Ordinal);
        Assert.Equal(3, document.Entries!["*"].MaxParamsB);
    }

    [Fact]
    public void One_bad_entry_is_told_and_the_others_count()
    {
        var document = LimitDocument.Parse("""{"pi4":7,"pi5":{"ram_gb":8}}""", "DEVICE_LIMITS_JSON");

        Assert.Equal((string[])["DEVICE_LIMITS_JSON: \"pi4\" must be an object such as {\"ram_gb\":8}."], document.Mistakes);
        Assert.Equal(8, document.Entries!["pi5"].RamGb);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("8 GB")]
    public void What_cannot_be_read_at_all_leaves_what_was_read_before(string json)
    {
        var document = LimitDocument.Parse(json, "DEVICE_LIMITS_FILE");

        Assert.Null(document.Entries);
        Assert.Contains("nothing of it was applied", Assert.Single(document.Mistakes), StringComparison.Ordinal);
    }

    private static DeviceLimits Read(string spec)
    {
        var document = LimitDocument.Parse($$"""{"x":{{spec}}}""", "DEVICE_LIMITS_JSON");
        Assert.Empty(document.Mistakes);
        return document.Entries!["x"];
    }
}
