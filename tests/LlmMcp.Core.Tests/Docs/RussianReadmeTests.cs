using System.Text.RegularExpressions;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Docs;

/// <summary>README.ru.md says what README.md says: whatever is not prose is the same, section by section.</summary>
public sealed partial class RussianReadmeTests
{
    private static readonly Page English = Page.Read("README.md");
    private static readonly Page Russian = Page.Read("README.ru.md");

    [Fact]
    public void It_has_the_same_sections() =>
        Assert.Equal(English.Sections.Select(static section => section.Level), Russian.Sections.Select(static section => section.Level));

    [Fact]
    public void Its_code_is_the_same() => Assert.Equal(English.Sections.SelectMany(static section => section.Code), Russian.Sections.SelectMany(static section => section.Code));

    [Fact]
    public void Its_tables_have_the_same_rows()
    {
        foreach (var (english, russian) in English.Sections.Zip(Russian.Sections))
        {
            Assert.True(english.Rows.SequenceEqual(russian.Rows), $"The tables of \"{russian.Title}\" ({english.Title}) differ:\n{Difference(english.Rows, russian.Rows)}");
        }
    }

    [Fact]
    public void Each_section_names_the_same_things_and_leads_to_the_same_places()
    {
        foreach (var (english, russian) in English.Sections.Zip(Russian.Sections))
        {
            Assert.True(english.Names.SequenceEqual(russian.Names), $"\"{russian.Title}\" ({english.Title}) names other things:\n{Difference(english.Names, russian.Names)}");
        }
    }

    [Fact]
    public void It_is_Russian() =>
        Assert.All(Russian.Sections.Where(static section => section.Prose.Length > 0), static section => Assert.Matches("[а-яё]{4}", section.Prose));

    private static string Difference(IEnumerable<string> english, IEnumerable<string> russian) =>
        $"only in README.md: {string.Join(" | ", english.Except(russian))}\nonly in README.ru.md: {string.Join(" | ", russian.Except(english))}";

    [GeneratedRegex("`[^`]+`|(?<=\\]\\()[^)]+(?=\\))", RegexOptions.None, 1000)]
    private static partial Regex Named();

    /// <summary>A part of a page, from its heading to the next.</summary>
    /// <param name="Level">Of the heading, 1 to 6; 0 before the first.</param>
    /// <param name="Title">The heading.</param>
    /// <param name="Code">Fenced blocks, whole.</param>
    /// <param name="Rows">Of each row of its tables the cells' names in their order; prose left out.</param>
    /// <param name="Names">Code and addresses in its prose, sorted.</param>
    /// <param name="Prose">The rest.</param>
    private sealed record Section(int Level, string Title, IReadOnlyList<string> Code, IReadOnlyList<string> Rows, IReadOnlyList<string> Names, string Prose);

    private sealed record Page(IReadOnlyList<Section> Sections)
    {
        public static Page Read(string file)
        {
            var sections = new List<Section>();
            var (level, title) = (0, "");
            List<string> code = [], rows = [], prose = [];
            List<string>? block = null;
            foreach (var line in File.ReadAllText(Path.Combine(RepositoryFolder.Root, file)).ReplaceLineEndings("\n").Split('\n'))
            {
                if (line.StartsWith("```", StringComparison.Ordinal))
                {
                    (block ??= []).Add(line);
                    if (block.Count > 1)
                    {
                        code.Add(string.Join('\n', block));
                        block = null;
                    }
                }
                else if (block is not null)
                {
                    block.Add(line);
                }
                else if (line.StartsWith('#'))
                {
                    End();
                    (level, title) = (line.TakeWhile(static letter => letter == '#').Count(), line.Trim('#', ' '));
                }
                else if (line.StartsWith('|'))
                {
                    rows.Add(string.Join(" ", Named().Matches(line).Select(static match => match.Value)));
                }
                else
                {
                    prose.Add(line);
                }
            }

            End();
            return new Page(sections);

            void End()
            {
                var text = string.Join('\n', prose).Trim();
                // Each leads to the other.
                var names = Named().Matches(text).Select(static match => match.Value == "README.ru.md" ? "README.md" : match.Value).Order(StringComparer.Ordinal);
                sections.Add(new Section(level, title, [.. code], [.. rows], [.. names], text));
                code.Clear();
                rows.Clear();
                prose.Clear();
            }
        }
    }
}
