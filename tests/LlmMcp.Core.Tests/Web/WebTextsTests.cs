using System.Text.Json;
using System.Text.RegularExpressions;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Web;

/// <summary>The page speaks two languages; neither may fall behind.</summary>
public sealed partial class WebTextsTests
{
    private static readonly Dictionary<string, string> English = Read("en");
    private static readonly Dictionary<string, string> Russian = Read("ru");

    [Fact]
    public void Both_languages_have_the_same_texts()
    {
        Assert.Empty(English.Keys.Except(Russian.Keys));
        Assert.Empty(Russian.Keys.Except(English.Keys));
        Assert.All(English.Concat(Russian), static text => Assert.False(string.IsNullOrWhiteSpace(text.Value), text.Key));
    }

    [Fact]
    public void A_text_has_the_same_places_for_values_in_both() =>
        Assert.All(English, static text => Assert.Equal(Places(text.Value), Places(Russian[text.Key])));

    [Fact]
    public void Every_text_is_used()
    {
        var sources = string.Concat(Directory.EnumerateFiles(RepositoryFolder.Below("web/src"), "*.ts*", SearchOption.AllDirectories).Select(File.ReadAllText));

        Assert.DoesNotContain(English.Keys, key =>
            !sources.Contains($"'{key}'", StringComparison.Ordinal)
            && !sources.Contains($"`{key[..key.LastIndexOf('.')]}.${{", StringComparison.Ordinal)
            && !sources.Contains($"'{key[..key.LastIndexOf('.')]}',", StringComparison.Ordinal)
            && !key.StartsWith("status.", StringComparison.Ordinal) && !key.StartsWith("circuit.", StringComparison.Ordinal));
    }

    private static string[] Places(string text) => [.. Place().Matches(text).Select(static place => place.Value).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Read(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(RepositoryFolder.Below($"web/src/i18n/{language}.json")))!;

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
