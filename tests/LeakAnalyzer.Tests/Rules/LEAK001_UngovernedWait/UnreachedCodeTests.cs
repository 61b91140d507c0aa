namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests private members that would end a wait but that no code calls.</summary>
public class UnreachedCodeTests
{
    private const string Stop = "private void Stop() => _signal.TrySetResult();";

    [Theory]
    [InlineData("class Subject", Stop, true)]
    [InlineData("struct Subject", Stop, true)]
    [InlineData("class Subject : Base", Stop, true)]
    [InlineData("partial class Subject", Stop, false)]
    [InlineData("class Subject : MarshalByRefObject", Stop, false)]
    [InlineData("class Subject", "[Obsolete] " + Stop, false)]
    [InlineData("class Subject", "internal void Stop() => _signal.TrySetResult();", false)]
    [InlineData("class Subject : IStop", "void IStop.Stop() => _signal.TrySetResult();", false)]
    [InlineData("class Subject", Stop + " public Action Ender => Stop;", false)]
    [InlineData("class Subject", Stop + " public string Name => nameof(Stop);", false)]
    [InlineData("class Subject", Stop + " public string Name => nameof(Subject.Stop);", false)]
    [InlineData("class Subject", Stop + " /* nameof(Stop) */ public string Name => nameof(Console);", true)]
    [InlineData("class Subject", "private void Other() { } private int Rest { set => _signal.TrySetResult(); }", false)]
    public Task A_Member_That_Nobody_Calls(string type, string member, bool isReported) => Verify.Of(
        $$"""
        public class Base { }
        public interface IStop { void Stop(); }
        public {{type}}
        {
            private readonly TaskCompletionSource _signal = new();
            public Subject() { }
            public void Scope()
            {
                var signal = _signal;
                _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => await signal.Task);
            }
            {{member}}
        }
        """,
        isReported);
}
