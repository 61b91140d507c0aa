using LeakAnalyzer.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Tests.Flow;

/// <summary>
/// Tests the states with which paths reach the exit of a function. A state is a number, to which <c>End()</c> adds 1, <c>Work()</c> adds 2, and
/// <c>Mark()</c> adds 4 if it doesn't throw.
/// </summary>
[OnOldestRoslyn]
public class ExitStateTests
{
    [Theory]
    [InlineData("Start();", "0")]
    [InlineData("Start(); End();", "1")]
    [InlineData("Start(); Work(); End();", "2 3")]
    [InlineData("Start(); if (flag) { End(); }", "0 1")]
    [InlineData("Start(); if (flag) { End(); return; } Work();", "1 2")]
    [InlineData("Start(); try { Work(); } finally { End(); }", "3")]
    [InlineData("Start(); try { Work(); } catch { End(); }", "2 3")]
    [InlineData("Start(); try { Work(); } catch (InvalidOperationException) { End(); }", "2 3")]
    [InlineData("try { Start(); } finally { End(); }", "1")]
    [InlineData("Start(); try { try { Work(); } finally { End(); } } catch { }", "3")]
    [InlineData("Start(); try { if (flag) { return; } Work(); } finally { End(); }", "1 3")]
    [InlineData("Start(); while (flag) { End(); }", "0 1")]
    [InlineData("Start(); while (true) { n++; }", "")]
    [InlineData("Start(); while (true) { Work(); }", "2")]
    [InlineData("Start(); try { while (true) { Work(); } } finally { End(); }", "3")]
    [InlineData("Start(); try { } finally { while (true) { n++; } }", "")]
    [InlineData("Start(); throw new Exception();", "0")]
    [InlineData("Start(); try { throw new Exception(); } catch { End(); }", "1")]
    [InlineData("Start(); try { throw new Exception(); } finally { if (flag) { End(); } }", "0 1")]
    [InlineData("Start(); foreach (int i in items) { if (i == 1) { End(); break; } if (i == 2) { Work(); return; } }", "0 1 2")]
    public void Each_Path_Brings_Its_State(string body, string states) => Assert.Equal(states, FlowCode.Of(body).StatesAtExit());

    [Theory]
    [InlineData("Start(); Mark();", "0 4")]
    [InlineData("Start(); try { Mark(); } catch { }", "0 4")]
    [InlineData("Start(); try { Mark(); } catch { End(); }", "1 4")]
    [InlineData("Start(); try { Mark(); } finally { End(); }", "1 5")]
    [InlineData("Start(); try { Mark(); Work(); } catch { End(); }", "1 6 7")]
    [InlineData("Start(); End(); Mark();", "1 5")]
    [InlineData("Start(); try { Mark(); } catch (Exception) when (flag) { End(); }", "0 1 4")]
    public void An_Operation_That_Throws_Has_Done_What_AfterThrow_Says(string body, string states) => Assert.Equal(states, FlowCode.Of(body).StatesAtExit());

    [Theory]
    [InlineData("Start(); if (flag) { n++; }", "0 8")]
    [InlineData("Start(); if (!flag) { n++; }", "0 8")]
    [InlineData("Start(); if (flag) { End(); }", "0 9")]
    [InlineData("Start(); while (flag) { n++; }", "0 8")]
    [InlineData("Start(); if (n > 0) { End(); }", "0 1")]
    public void A_Branch_Tells_What_Its_Condition_Was(string body, string states) => Assert.Equal(states, FlowCode.Of(body).StatesAtExit(tellsFlag: true));

    /// <summary>The analysis of sets of states. In the <c>int</c> of a set, bit <c>n</c> stands for the state <c>n</c>, which is below 16.</summary>
    internal sealed class Sets(bool tellsFlag) : IFlowStates<int>
    {
        public int Merge(int one, int other) => one | other;

        public int After(IOperation operation, int state) => operation.Syntax.ToString() switch
        {
            "End()" => Added(1, state),
            "Work()" => Added(2, state),
            "Mark()" => Added(4, state),
            _ => state,
        };

        public int AfterThrow(IOperation operation, int state) => operation.Syntax.ToString() == "Mark()" ? state : After(operation, state);

        public bool MayThrow(IOperation operation) => FlowCode.MayThrow(operation);

        public int PastHandler(ITypeSymbol exceptionType, int state) => state;

        public int Along(BasicBlock block, ControlFlowBranch branch, int state) =>
            tellsFlag && block.BranchValue?.Syntax.ToString() == "flag" && BranchFacts.Outcome(block, branch) == true ? Added(8, state) : state;

        public static string ToString(int? set) =>
            string.Join(' ', Enumerable.Range(0, 16).Where(number => ((set ?? 0) & (1 << number)) != 0));

        private static int Added(int bit, int set) =>
            Enumerable.Range(0, 16).Where(number => (set & (1 << number)) != 0).Aggregate(0, (sum, number) => sum | (1 << (number | bit)));
    }
}
