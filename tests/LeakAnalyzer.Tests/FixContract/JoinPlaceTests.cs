using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tests.FixContract;

/// <summary>The text form in which the place of a task that can be joined travels.</summary>
public class JoinPlaceTests
{
    [Fact]
    public void What_Is_Written_Is_Read()
    {
        var place = new JoinPlace(JoinForm.DroppedValueTask, new TextSpan(7, 12));
        Assert.Equal(place, JoinPlace.Parse(place.Format()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Local,1")]
    [InlineData("Nowhere,1,2")]
    [InlineData("Local,-1,2")]
    [InlineData("Local,1,2,3")]
    public void Anything_Else_Is_No_Place(string? text) => Assert.Null(JoinPlace.Parse(text));
}
