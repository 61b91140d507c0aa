using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tests.FixContract;

/// <summary>What travels in a diagnostic's properties arrives as it was sent; anything else gives nothing.</summary>
public class TokenSlotTests
{
    [Fact]
    public void Slots_Arrive_As_They_Were_Sent()
    {
        TokenSlot[] slots =
        [
            new(TokenSlotKind.AddArgument, new TextSpan(12, 30), "cancellationToken"),
            new(TokenSlotKind.ReplaceArgument, new TextSpan(0, 7), null),
            new(TokenSlotKind.WithCancellation, new TextSpan(100, 1), null),
            new(TokenSlotKind.WaitAsync, new TextSpan(5, 0), null),
        ];

        Assert.Equal(slots, TokenSlot.Parse(TokenSlot.Format(slots)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AddArgument")]
    [InlineData("AddArgument,1,2")]
    [InlineData("Unheard,1,2,x")]
    [InlineData("AddArgument,-1,2,x")]
    [InlineData("AddArgument,1,two,x")]
    [InlineData("WaitAsync,1,2,;AddArgument")]
    public void What_Is_No_Slot_Gives_None(string? text) => Assert.Empty(TokenSlot.Parse(text));

    [Theory]
    [InlineData("3,4", 3, 4)]
    [InlineData("0,0", 0, 0)]
    public void A_Span_Arrives_As_It_Was_Sent(string text, int start, int length)
    {
        Assert.Equal(new TextSpan(start, length), SpanText.Parse(text));
        Assert.Equal(text, SpanText.Format(new TextSpan(start, length)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("3")]
    [InlineData("3,x")]
    [InlineData("3,-1")]
    [InlineData("1,2,3")]
    public void What_Is_No_Span_Gives_None(string? text) => Assert.Null(SpanText.Parse(text));
}
