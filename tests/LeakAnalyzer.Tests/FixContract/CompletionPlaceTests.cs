using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tests.FixContract;

/// <summary>The text form in which the place for a completion travels.</summary>
public class CompletionPlaceTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(12)]
    public void What_Is_Written_Is_Read(int? handler)
    {
        var place = new CompletionPlace(CompletionForm.Promise, new TextSpan(3, 40), handler is { } start ? new TextSpan(start, 5) : null, EndsScope: true, "p");

        Assert.Equal(place, CompletionPlace.Parse(place.Format()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Promise,3,40,,,True")]
    [InlineData("Promise,3,40,,,True,")]
    [InlineData("Promise,-3,40,,,True,p")]
    [InlineData("Nothing,3,40,,,True,p")]
    [InlineData("Promise,3,40,,,maybe,p")]
    [InlineData("Promise,3,40,,,True,p,q")]
    public void Anything_Else_Is_None(string? text) => Assert.Null(CompletionPlace.Parse(text));
}
