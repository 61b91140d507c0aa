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
