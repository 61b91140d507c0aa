using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tests.FixContract;

/// <summary>The text form in which what is known of an object's source travels.</summary>
public class OwnerSourceTests
{
    private static readonly OwnerSource s_source = new("Poller", IsStopped: true, SourceHome.Constructor, Name: null, MayBeNull: true, "token", "_loop", KeptMayBeNull: false)
    {
        Constructor = new CodePlace(PlaceForm.AtEndOf, new TextSpan(3, 4), "/a|b/Poller.cs"),
        Ends =
        [
            new EndPlace(new CodePlace(PlaceForm.InFrontOf, new TextSpan(7, 12), "/a|b/Poller.cs"), EndActs.Cancel | EndActs.Join, IsOnce: true, EndAwaits.Made, Flag: null, "stop"),
            new EndPlace(new CodePlace(PlaceForm.Embedded, new TextSpan(9, 1), ""), EndActs.Cancel | EndActs.Dispose, IsOnce: false, EndAwaits.Cannot, "disposing", GivesUpBy: null),
            new EndPlace(new CodePlace(PlaceForm.Override, new TextSpan(1, 99), ""), EndActs.Cancel, IsOnce: false, EndAwaits.Can, Flag: null, GivesUpBy: null)
            {
                Inherited = new InheritedEnd("protected internal", "Dispose", "disposing"),
            },
            new EndPlace(new CodePlace(PlaceForm.Override, new TextSpan(1, 99), ""), EndActs.Cancel, IsOnce: false, EndAwaits.Can, Flag: null, GivesUpBy: null)
            {
                Inherited = new InheritedEnd("public", "DisposeAsync", Parameter: null),
            },
        ],
    };

    [Fact]
    public void What_Is_Written_Is_Read()
    {
        OwnerSource? read = OwnerSource.Parse(s_source.Format());

        Assert.NotNull(read);
        Assert.Equal(s_source with { Ends = [] }, read with { Ends = [] });
        Assert.Equal(s_source.Ends.AsEnumerable(), read.Ends);
        Assert.Null(OwnerSource.Parse((s_source with { Constructor = null }).Format())!.Constructor);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Poller")]
    [InlineData("Poller|True|Constructor||True|token|_loop|False")]
    [InlineData("|True|Constructor||True|token|_loop|False\n")]
    [InlineData("Poller|True|Nowhere||True|token|_loop|False\n")]
    [InlineData("Poller|yes|Constructor||True|token|_loop|False\n")]
    [InlineData("Poller|True|Constructor||True|token|_loop|False\n\n3|True|Can||stop||InFrontOf|-7|12|")]
    [InlineData("Poller|True|Constructor||True|token|_loop|False\n\nAll|True|Can||stop||InFrontOf|7|12|")]
    public void Anything_Else_Is_No_Source(string? text) => Assert.Null(OwnerSource.Parse(text));
}
