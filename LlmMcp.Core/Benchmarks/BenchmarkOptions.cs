using System.ComponentModel.DataAnnotations;

namespace LlmMcp.Core.Benchmarks;

/// <summary>What may be measured, and when. Section <c>Benchmarks</c>.</summary>
internal sealed class BenchmarkOptions
{
    public const string Section = "Benchmarks";

    /// <summary>
    /// <c>1</c> measures models on idle devices where nothing is known of their speed. The default is <c>0</c>: it loads models
    /// nobody asked for.
    /// </summary>
    [RegularExpression("(?i)0|1|false|true", ErrorMessage = "{0} must be 1 or 0.")]
    public string Auto { get; set; } = "0";

    /// <summary><see cref="Auto"/> as understood.</summary>
    public bool IsAuto => Auto is "1" || string.Equals(Auto, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Age in days from which a measurement is repeated by itself, 1 to 3650. The default is 30.</summary>
    [Range(1, 3650)]
    public int MaxAgeDays { get; set; } = 30;

    /// <summary>Most benchmarks in an hour that nobody asked for, all devices together, 1 to 10000. The default is 60.</summary>
    [Range(1, 10_000)]
    public int AutoPerHour { get; set; } = 60;

    /// <summary>Dearest cloud model that may be measured, USD per million tokens of prompt or answer, 0 to 1000. The default is 10.</summary>
    [Range(typeof(decimal), "0", "1000", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public decimal MaxPricePer1M { get; set; } = 10;

    /// <summary>Pause between looks for something to measure, 1 second to 1 hour. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);
}
