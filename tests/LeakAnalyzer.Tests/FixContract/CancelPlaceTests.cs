using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tests.FixContract;

/// <summary>The text form in which the place for a cancel travels.</summary>
public class CancelPlaceTests
{
    [Fact]
    public void What_Is_Written_Is_Read()
    {
        var place = new CancelPlace(CancelForm.BehindDeclarationWithDispose, new TextSpan(7, 12), EndsScope: true, "cts");
        Assert.Equal(place, CancelPlace.Parse(place.Format()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("InUsing,1,2,True")]
    [InlineData("InUsing,1,2,True,")]
    [InlineData("InUsing,1,2,yes,cts")]
    [InlineData("Nowhere,1,2,True,cts")]
    [InlineData("InUsing,-1,2,True,cts")]
    public void Anything_Else_Is_No_Place(string? text) => Assert.Null(CancelPlace.Parse(text));
}
