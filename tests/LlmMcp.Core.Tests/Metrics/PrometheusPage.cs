using System.Globalization;
using System.Text.RegularExpressions;

namespace LlmMcp.Core.Tests.Metrics;

/// <summary>Reads the text format 0.0.4 as strictly as Prometheus' own checker: what is wrong fails the test.</summary>
internal sealed partial class PrometheusPage
{
    private readonly Dictionary<string, string> types = [];
    private readonly Dictionary<string, double> samples = [];

    public PrometheusPage(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var family = "";
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.False(types.ContainsKey(family), $"{family} stands twice");
                continue;
            }

            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Equal(family, line.Split(' ')[2]);
                Assert.Matches("^(counter|gauge|histogram)$", line.Split(' ')[3]);
                types.Add(family, line.Split(' ')[3]);
                continue;
            }

            var sample = Sample().Match(line);
            Assert.True(sample.Success, $"not a sample: {line}");
            var name = sample.Groups["name"].Value;
            Assert.True(types[family] == "histogram" ? name[family.Length..] is "_bucket" or "_sum" or "_count" : name == family, $"{name} stands under {family}");
            Assert.Equal(types[family] == "counter", name.EndsWith("_total", StringComparison.Ordinal));
            Assert.True(samples.TryAdd(name + sample.Groups["labels"].Value, Number(sample.Groups["value"].Value)), $"twice: {line}");
        }
    }

    public IReadOnlyDictionary<string, double> Samples => samples;

    private static double Number(string text) => text == "+Inf" ? double.PositiveInfinity : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\[\\"n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\[\\"n])*")*\})? (?<value>[+-]?(Inf|NaN|[0-9.]+([eE][+-]?[0-9]+)?))$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();
}
