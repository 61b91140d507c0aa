namespace LeakAnalyzer.Tests.Flow;

/// <summary>Tests which conditions tell that a local is null, and whether they do so when they are true or when they are false.</summary>
[OnOldestRoslyn]
public class BranchFactsTests
{
    [Theory]
    [InlineData("thing == null", true)]
    [InlineData("null == thing", true)]
    [InlineData("thing is null", true)]
    [InlineData("thing is not not null", true)]
    [InlineData("!(thing != null)", true)]
    [InlineData("(object)thing == null", true)]
    [InlineData("thing != null", false)]
    [InlineData("null != thing", false)]
    [InlineData("thing is not null", false)]
    [InlineData("thing is { }", false)]
    [InlineData("!(thing is null)", false)]
    public void A_Check_For_Null_Is_Understood(string condition, bool isNullWhereItHolds) =>
        Assert.Equal((isNullWhereItHolds, !isNullWhereItHolds), FlowCode.Of($"Start(); string thing = null; if ({condition}) {{ n++; }}").SayThatThingIsNull());

    [Theory]
    [InlineData("other == null")]
    [InlineData("thing == other")]
    [InlineData("thing == \"\"")]
    [InlineData("thing is \"\"")]
    [InlineData("thing is { Length: 1 }")]
    [InlineData("thing is not { Length: 1 }")]
    [InlineData("thing is string")]
    [InlineData("thing.Length == 0")]
    [InlineData("flag")]
    public void Another_Condition_Tells_Nothing(string condition) =>
        Assert.Equal((false, false), FlowCode.Of($"Start(); string thing = null, other = null; if ({condition}) {{ n++; }}").SayThatThingIsNull());
}
