using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tests.FixContract;

public class TokenThreadTests
{
    [Fact]
    public void Threads_Are_Read_As_They_Were_Written()
    {
        TokenThread[] threads =
        [
            new("/src/a, b;c|d.cs", new TextSpan(3, 14), Parameter: null,
                [new(TokenSlotKind.AddNewArgument, new TextSpan(5, 2), ParameterName: null), new(TokenSlotKind.LoopCondition, new TextSpan(9, 4), ParameterName: null)]),
            new("", new TextSpan(0, 7), "stop", [new(TokenSlotKind.AddArgument, new TextSpan(1, 2), "token")]),
        ];

        IReadOnlyList<TokenThread>? read = TokenThread.Parse(TokenThread.Format(threads));

        Assert.NotNull(read);
        Assert.Equal(2, read.Count);
        for (int i = 0; i < threads.Length; i++)
        {
            Assert.Equal((threads[i].FilePath, threads[i].Span, threads[i].Parameter), (read[i].FilePath, read[i].Span, read[i].Parameter));
            Assert.Equal(threads[i].Slots, read[i].Slots);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_Text_Is_No_Thread(string? text) => Assert.Empty(TokenThread.Parse(text)!);

    [Theory]
    [InlineData("3,14")]
    [InlineData("3|stop|AddArgument,1,2,token|a.cs")]
    [InlineData("3,14|stop||a.cs")]
    [InlineData("3,14|stop|Nonsense,1,2,token|a.cs")]
    public void Other_Text_Is_Not_Read(string text) => Assert.Null(TokenThread.Parse(text));
}
