using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Tests.Tracking;

/// <summary>Tests who can cancel a token, such as one that is linked to two others, or one that is <c>flag ? a : b</c>.</summary>
public class TokenOriginTests
{
    private static readonly TokenOrigin s_timer = TokenOrigin.Of(CancellerKind.Timer);
    private static readonly TokenOrigin s_application = TokenOrigin.Of(CancellerKind.Application);

    [Fact]
    public void A_Link_Adds_Up_And_Nothing_Adds_Nothing()
    {
        Assert.Equal([CancellerKind.Timer, CancellerKind.Application], s_timer.Or(s_application).Cancellers.Select(c => c.Kind));
        Assert.Same(s_timer, s_timer.Or(TokenOrigin.Nothing));
        Assert.Same(s_timer, TokenOrigin.Nothing.Or(s_timer));
        Assert.Single(s_timer.Or(TokenOrigin.Of(CancellerKind.Timer)).Cancellers);
        Assert.True(TokenOrigin.Nothing.Or(TokenOrigin.Nothing).IsEmpty);
    }

    [Fact]
    public void One_Of_Two_Is_Known_Only_Where_Both_Are_The_Same()
    {
        Assert.Equal(s_timer.Cancellers, TokenOrigin.Merge(s_timer, TokenOrigin.Of(CancellerKind.Timer)).Cancellers);
        Assert.True(TokenOrigin.Merge(TokenOrigin.Nothing, TokenOrigin.Nothing).IsEmpty);
        Assert.Same(TokenOrigin.Unknown, TokenOrigin.Merge(s_timer, TokenOrigin.Nothing));
        Assert.Same(TokenOrigin.Unknown, TokenOrigin.Merge(TokenOrigin.Nothing, s_timer));
        Assert.Same(TokenOrigin.Unknown, TokenOrigin.Merge(s_timer, s_application));
        Assert.Same(TokenOrigin.Unknown, TokenOrigin.Merge(s_timer.Or(s_application), s_timer));
    }

    [Fact]
    public void A_Call_Puts_Its_Argument_In_The_Place_Of_A_Parameter()
    {
        TokenOrigin given = TokenOrigin.Of(CancellerKind.Giver).Or(s_timer);

        TokenOrigin bound = given.Substitute(canceller => canceller.Kind == CancellerKind.Giver ? s_application : null);
        TokenOrigin leftOut = given.Substitute(canceller => canceller.Kind == CancellerKind.Giver ? TokenOrigin.Nothing : null);

        Assert.Equal([CancellerKind.Application, CancellerKind.Timer], bound.Cancellers.Select(c => c.Kind));
        Assert.Equal(s_timer.Cancellers, leftOut.Cancellers);
    }
}
