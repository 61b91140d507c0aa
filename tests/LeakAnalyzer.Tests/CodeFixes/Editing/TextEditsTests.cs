using LeakAnalyzer.CodeFixes.Editing;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>Tests how several text changes at the same position are combined.</summary>
public class TextEditsTests
{
    private static readonly SourceText s_text = SourceText.From("first; second;");

    [Theory]
    [InlineData("\n", "\nlines;\n")]
    [InlineData("\nlines;\n", "\n")]
    public void Lines_Hold_The_Break_That_Another_Wants(string one, string other)
    {
        var edits = new TextEdits();
        edits.ReplaceSpaceBefore("first; ".Length, one, s_text);
        edits.ReplaceSpaceBefore("first; ".Length, other, s_text);

        Assert.Equal("first;\nlines;\nsecond;", edits.ApplyTo(s_text).ToString());
        Assert.Equal(new TextSpan("first;\nlines;\n".Length, "second".Length), edits.Map(new TextSpan("first; ".Length, "second".Length)));
    }

    [Fact]
    public void Break_Is_One_Whoever_Wants_It()
    {
        var edits = new TextEdits();
        var others = new TextEdits();
        edits.ReplaceSpaceBefore("first; ".Length, "\n", s_text);
        others.ReplaceSpaceBefore("first; ".Length, "\n", s_text);
        others.Insert(0, "before; ");
        edits.Add(new TextEdits(others));

        Assert.Equal("before; first;\nsecond;", edits.ApplyTo(s_text).ToString());
    }

    [Fact]
    public void Insertions_At_One_Place_Are_Each_Made()
    {
        var edits = new TextEdits();
        edits.Insert("first;".Length, " a;");
        edits.Insert("first;".Length, " b;");

        Assert.Equal("first; a; b; second;", edits.ApplyTo(s_text).ToString());
    }
}
