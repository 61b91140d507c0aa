using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tests.FixContract;

/// <summary>The text by which a diagnostic tells a fix what to dispose.</summary>
public class HandlePlaceTests
{
    [Fact]
    public void What_Is_Written_Is_Read()
    {
        var place = new HandlePlace(HandleForm.Statement, new TextSpan(12, 34), CanAwait: true);

        Assert.Equal(place, HandlePlace.Parse(place.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Call,1,2")]
    [InlineData("Nothing,1,2,True")]
    [InlineData("Call,1,x,True")]
    [InlineData("Call,1,2,maybe")]
    public void Anything_Else_Is_Nothing(string? text) => Assert.Null(HandlePlace.Parse(text));
}
