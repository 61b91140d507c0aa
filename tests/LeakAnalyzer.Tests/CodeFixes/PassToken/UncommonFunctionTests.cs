namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>Tests uncommon functions that a token has to pass through, such as one with <c>ref</c> parameters.</summary>
public class UncommonFunctionTests
{
    [Theory]
    [InlineData("in int limit, ChannelReader<int> source", "1, parent")]
    [InlineData("ChannelReader<int> source, out int limit", "parent, out _")]
    [InlineData("ref int limit, ChannelReader<int> source", "ref s_limit, parent")]
    [InlineData("ChannelReader<int> source, int limit = 1", "limit: 2, source: parent")]
    public Task Method_With_Parameters_By_Reference_Or_Named_Ones_Gains_One(string parameters, string arguments)
    {
        string token = arguments.Contains(':', StringComparison.Ordinal) ? "cancellationToken: linkedToken" : "linkedToken";
        return VerifyFix.Links(
            Code("{|LEAK001:Pump|}(" + arguments + ")", parameters, ""),
            Linked("Pump(" + arguments + ", " + token + ")", parameters + ", CancellationToken cancellationToken = default", "cancellationToken"));
    }

    [Fact]
    public Task Virtual_Method_That_Is_Called_By_Base_Keeps_Its_Signature() => VerifyFix.DoesNotLink(
        """
        class B
        {
            protected virtual async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }

        class D : B
        {
            public async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = base.{|LEAK001:PumpAsync|}(parent);
                await Task.Delay(10, token);
            }
        }
        """);

    [Fact]
    public Task Dynamic_Call_Of_A_Method_That_Gains_A_Parameter_Leaves_It_Out()
    {
        const string Caller = "\n\n    public static object Use(C c, dynamic reader) => c.PumpAsync(reader);";
        return VerifyFix.Links(
            Type("{|LEAK001:PumpAsync|}(parent)", "ChannelReader<int> source", "", Caller),
            Type("PumpAsync(parent, linkedToken)", "ChannelReader<int> source, CancellationToken cancellationToken = default", "cancellationToken", Caller, isLinked: true));

        static string Type(string start, string parameters, string token, string more, bool isLinked = false) =>
            $$"""
            class C
            {
                public async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    {{(isLinked ? Wrapped(start) : Plain(start))}}
                }

                public async Task PumpAsync({{parameters}}) => await source.ReadAsync({{token}});{{more}}
            }
            """;
    }

    [Theory]
    [InlineData("public static C operator +(C left, ChannelReader<int> parent)")]
    [InlineData("public static explicit operator C(ChannelReader<int> parent)")]
    [InlineData("public object this[ChannelReader<int> parent] { get", " }")]
    [InlineData("public C(ChannelReader<int> parent)")]
    [InlineData("void IRun.Run(ChannelReader<int> parent)")]
    public Task Operators_And_The_Like_Gain_No_Parameter(string head, string end = "")
    {
        string result = head.Contains("C(ChannelReader", StringComparison.Ordinal) && !head.Contains("operator", StringComparison.Ordinal) || head.StartsWith("void", StringComparison.Ordinal) ? "" : " return new C();";
        return VerifyFix.DoesNotLinkToParameter(
            $$"""
            interface IRun { void Run(ChannelReader<int> parent); }

            class C : IRun
            {
                public C() { }

                public static C Make() => new C();

                {{head}} { _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync()); Thread.Sleep(1);{{result}} }{{end}}
                {{(head.StartsWith("void", StringComparison.Ordinal) ? "" : "public void Run(ChannelReader<int> parent) { }")}}
            }
            """);
    }

    [Fact]
    public Task Lambda_In_A_Constructor_Initializer_Has_No_Object_To_Cancel_It() => VerifyFix.DoesNotCancelOnDispose(
        """
        class Base(Action begin)
        {
            public Action Begin { get; } = begin;
        }

        sealed class Poller : Base, IDisposable
        {
            public Poller(ChannelReader<int> reader)
                : base(() => _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync()))
            {
            }

            public void Dispose()
            {
            }
        }
        """);

    private static string Code(string start, string parameters, string token, bool isLinked = false) =>
        $$"""
        static class C
        {
            private static int s_limit = 1;

            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                {{(isLinked ? Wrapped(start) : Plain(start))}}
            }

            private static Task Pump({{parameters}})
            {
                {{(parameters.Contains("out ", StringComparison.Ordinal) ? "limit = s_limit;" : "s_limit += limit;")}}
                return source.ReadAsync({{token}}).AsTask();
            }
        }
        """;

    private static string Linked(string start, string parameters, string token) => Code(start, parameters, token, isLinked: true);

    private static string Plain(string start) => $"_ = {start};\n        await Task.Delay(10, token);";

    private static string Wrapped(string start) =>
        $$"""
        using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = {{start}};
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
        """;
}
