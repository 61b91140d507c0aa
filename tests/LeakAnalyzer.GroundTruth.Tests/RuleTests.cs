using LeakAnalyzer.Rules;
using Xunit.Abstractions;

namespace LeakAnalyzer.GroundTruth;

public class UngovernedWaitTests(ITestOutputHelper output) : ProgramTests(output)
{
    [Theory]
    [MemberData(nameof(In), "LEAK001")]
    public Task Program_Is_What_It_Says(string program) => Check(program);
}

public class OutlivesScopeTests(ITestOutputHelper output) : ProgramTests(output)
{
    [Theory]
    [MemberData(nameof(In), "LEAK002")]
    public Task Program_Is_What_It_Says(string program) => Check(program);
}

public class SourceNotCancelledTests(ITestOutputHelper output) : ProgramTests(output)
{
    [Theory]
    [MemberData(nameof(In), "LEAK003")]
    public Task Program_Is_What_It_Says(string program) => Check(program);
}

public class EndlessLoopTests(ITestOutputHelper output) : ProgramTests(output)
{
    [Theory]
    [MemberData(nameof(In), "LEAK004")]
    public Task Program_Is_What_It_Says(string program) => Check(program);
}

public class AbandonedWaitTests(ITestOutputHelper output) : ProgramTests(output)
{
    [Theory]
    [MemberData(nameof(In), "LEAK005")]
    public Task Program_Is_What_It_Says(string program) => Check(program);
}

public class SignalNotCompletedTests(ITestOutputHelper output) : ProgramTests(output)
{
    [Theory]
    [MemberData(nameof(In), "LEAK006")]
    public Task Program_Is_What_It_Says(string program) => Check(program);
}

public class LostLinkedSourceTests(ITestOutputHelper output) : ProgramTests(output)
{
    [Theory]
    [MemberData(nameof(In), "LEAK007")]
    public Task Program_Is_What_It_Says(string program) => Check(program);
}

public class LeftRegistrationTests(ITestOutputHelper output) : ProgramTests(output)
{
    [Theory]
    [MemberData(nameof(In), "LEAK008")]
    public Task Program_Is_What_It_Says(string program) => Check(program);
}

public class LingeringDelayTests(ITestOutputHelper output) : ProgramTests(output)
{
    [Theory]
    [MemberData(nameof(In), "LEAK009")]
    public Task Program_Is_What_It_Says(string program) => Check(program);
}

public class OwnerLeavesTaskTests(ITestOutputHelper output) : ProgramTests(output)
{
    [Theory]
    [MemberData(nameof(In), "LEAK010")]
    public Task Program_Is_What_It_Says(string program) => Check(program);
}

public class RuleTests
{
    /// <summary>Each rule has its own test class, because xUnit.net runs test classes in parallel.</summary>
    [Fact]
    public void Each_Rule_That_Has_A_Fix_Has_Programs_And_A_Class_That_Runs_Them()
    {
        string[] ran =
        [
            .. from type in typeof(RuleTests).Assembly.GetTypes()
               where type.IsSubclassOf(typeof(ProgramTests))
               from data in type.GetMethod("Program_Is_What_It_Says")!.GetCustomAttributes(inherit: false).OfType<MemberDataAttribute>()
               select (string)data.Parameters[0] into folder
               orderby folder
               select folder,
        ];

        Assert.Equal(AllRules.FixableIds, ran);
        Assert.Equal(ran, GroundTruthProgram.All.Keys.Select(name => name.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));
    }
}
