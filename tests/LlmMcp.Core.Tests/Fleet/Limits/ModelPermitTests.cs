using LlmMcp.Contracts;
using LlmMcp.Core.Fleet.Limits;

namespace LlmMcp.Core.Tests.Fleet.Limits;

public sealed class ModelPermitTests
{
    private const long Gigabyte = 1024 * 1024 * 1024;

    private static readonly ModelFacts Model = new(Providers.Ollama, "llama3.2:3b", true, 3, 2 * Gigabyte, 131_072);

    /// <summary>Limits that <see cref="Model"/> breaks all at once, so that only the order decides.</summary>
    private static readonly DeviceLimits Harsh = new()
    {
        AllowModels = ["other:1b"], DenyModels = ["llama3.2:3b"], MaxParamsB = 1, MaxSizeGb = 1, MaxContext = 4096,
    };

    [Fact]
    public void The_first_reason_is_told_in_the_order_of_the_deployed_system()
    {
        var told = new List<string?>
        {
            ModelPermit.Check(Harsh, null, strict: false),
            ModelPermit.Check(Harsh, Model with { Available = false }, strict: false),
        };
        var limits = Harsh;
        told.Add(ModelPermit.Check(limits, Model, strict: false));
        limits = limits with { AllowModels = [] };
        told.Add(ModelPermit.Check(limits, Model, strict: false));
        limits = limits with { DenyModels = [] };
        told.Add(ModelPermit.Check(limits, Model, strict: false));
        limits = limits with { MaxParamsB = 3 };
        told.Add(ModelPermit.Check(limits, Model, strict: false));
        limits = limits with { MaxSizeGb = 2 };
        told.Add(ModelPermit.Check(limits, Model, strict: false));
        limits = limits with { MaxContext = 131_072 };
        told.Add(ModelPermit.Check(limits, Model, strict: false));

        Assert.Equal(
            ["model_not_on_device", "model_not_available", "model_not_in_allowlist", "model_denied", "model_params_too_large", "model_size_too_large", "model_context_too_large", null],
            told);
    }

    [Theory]
    [InlineData("params", "model_params_unknown")]
    [InlineData("size", "model_size_unknown")]
    [InlineData("context", "model_context_unknown")]
    public void Strictness_forbids_what_is_unknown_where_a_limit_exists(string unknown, string reason)
    {
        var model = unknown switch
        {
            "params" => Model with { ParamsB = null },
            "size" => Model with { SizeBytes = null },
            _ => Model with { Context = null },
        };
        var limits = new DeviceLimits { MaxParamsB = 3, MaxSizeGb = 2, MaxContext = 131_072 };

        Assert.Equal(reason, ModelPermit.Check(limits, model, strict: true));
        Assert.Null(ModelPermit.Check(limits, model, strict: false));
        Assert.Null(ModelPermit.Check(DeviceLimits.None, model, strict: true));
        Assert.Null(ModelPermit.Check(limits, Model, strict: true));
    }

    [Fact]
    public void An_unknown_measure_does_not_hide_a_later_reason() =>
        Assert.Equal(LimitReason.SizeTooLarge, ModelPermit.Check(new DeviceLimits { MaxParamsB = 1, MaxSizeGb = 1 }, Model with { ParamsB = null }, strict: false));

    [Theory]
    [InlineData("3", "2", true)]
    [InlineData("2.9", "2", false)]
    [InlineData("3", "1.99", false)]
    public void Limits_are_inclusive(string billions, string size, bool allowed)
    {
        var limits = new DeviceLimits
        {
            MaxParamsB = decimal.Parse(billions, System.Globalization.CultureInfo.InvariantCulture),
            MaxSizeGb = decimal.Parse(size, System.Globalization.CultureInfo.InvariantCulture),
        };

        Assert.Equal(allowed, ModelPermit.Check(limits, Model, strict: true) is null);
    }

    [Fact]
    public void A_derived_context_forbids_no_model_not_even_strictly()
    {
        var small = LimitDerivation.Complete(new DeviceLimits { RamGb = 8 });

        Assert.Equal(4096, small.MaxContext);
        Assert.Null(ModelPermit.Check(small, Model, strict: true));
        Assert.Null(ModelPermit.Check(small, Model with { Context = null }, strict: true));
    }

    [Theory]
    [InlineData("llama3.2:3b", "llama3.2:3b", true)]
    [InlineData("qwen3-vl:latest", "qwen3-vl", true)]
    [InlineData("qwen3-vl:latest", "qwen3-vl:latest", true)]
    [InlineData("llama3.2:3b", "LLAMA3.2:3B", true)]
    [InlineData("llama3.2:3b", "llama3.2", false)]
    public void Names_mean_what_they_mean_to_the_provider(string id, string listed, bool same)
    {
        var model = Model with { Id = id };

        Assert.Equal(same, ModelPermit.Check(new DeviceLimits { AllowModels = [listed] }, model, strict: false) is null);
        Assert.Equal(same ? LimitReason.Denied : null, ModelPermit.Check(new DeviceLimits { DenyModels = [listed] }, model, strict: false));
    }
}
