using LlmMcp.Core.Fleet.Limits;

namespace LlmMcp.Core.Tests.Fleet.Limits;

public sealed class LimitDerivationTests
{
    [Theory]
    [InlineData("4", 0, "5", 4096, "3.2")]
    [InlineData("8", 0, "5", 4096, "6.4")]
    [InlineData("8.1", 0, "12", 8192, "6.4")]
    [InlineData("16", 0, "12", 8192, "12.8")]
    [InlineData("16.5", 0, "12", 16384, "13.2")]
    [InlineData("24", 0, "18", 16384, "19.2")]
    [InlineData("25", 0, "18.5", 16384, "20")]
    [InlineData("64", 0, "48", 16384, "51.2")]
    [InlineData("32", 8, "5", 4096, "6.4")]
    [InlineData("8", 48, "36", 16384, "38.4")]
    [InlineData("0.05", 0, "5", 4096, "0.1")]
    public void Memory_says_what_fits(string ram, int vram, string billions, int context, string size)
    {
        var limits = LimitDerivation.Complete(new DeviceLimits { RamGb = Number(ram), VramGb = vram > 0 ? vram : null });

        Assert.Equal((Number(billions), context, Number(size)), (limits.MaxParamsB, limits.MaxContext, limits.MaxSizeGb));
        Assert.True(limits.ContextIsDerived);
    }

    [Fact]
    public void What_was_given_is_never_overwritten()
    {
        var given = new DeviceLimits { RamGb = 64, MaxParamsB = 3, MaxContext = 2048, MaxSizeGb = 1 };

        Assert.Equal(given, LimitDerivation.Complete(given));
        Assert.Equal(48, LimitDerivation.Complete(given with { MaxParamsB = null }).MaxParamsB);
    }

    [Fact]
    public void Without_memory_nothing_follows()
    {
        var given = new DeviceLimits { MaxParamsB = 3 };

        Assert.Equal(given, LimitDerivation.Complete(given));
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
