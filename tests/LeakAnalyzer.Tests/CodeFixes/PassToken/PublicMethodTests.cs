using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>Tests public methods of a library that a token has to pass through: the fix adds an overload.</summary>
[OnOldestRoslyn]
public class PublicMethodTests
{
    /// <summary>A library whose public members needn't have documentation comments.</summary>
    private static readonly Setup s_library = new() { EditorConfig = "dotnet_diagnostic.CS1591.severity = none" };

    [Fact]
    public Task Public_Method_Of_A_Library_Gains_An_Overload() => VerifyFix.Links(
        """
        public class Pump(ChannelReader<int> items)
        {
            /// <summary>Reads one item.</summary>
            /// <param name="count">How many.</param>
            public async Task PumpAsync(int count) => await items.ReadAsync();

            internal async Task ExportAsync(CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(1);
                await Task.Delay(10, token);
            }
        }
        """,
        """
        public class Pump(ChannelReader<int> items)
        {
            /// <summary>Reads one item.</summary>
            /// <param name="count">How many.</param>
            /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
            public async Task PumpAsync(int count, CancellationToken cancellationToken) => await items.ReadAsync(cancellationToken);

            /// <summary>Reads one item.</summary>
            /// <param name="count">How many.</param>
            public Task PumpAsync(int count) => PumpAsync(count, CancellationToken.None);

            internal async Task ExportAsync(CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = PumpAsync(1, linkedToken);
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """,
        s_library);

    [Theory]
    [InlineData("public")]
    [InlineData("protected")]
    [InlineData("protected internal")]
    public Task Method_That_Another_Assembly_Can_Call_Gains_An_Overload(string access) => VerifyFix.Passes(
        $$"""
        public class Pump(ChannelReader<int> items)
        {
            /// <summary>Pumps.</summary>
            {{access}} async Task PumpAsync() => await items.ReadAsync();

            internal void Start(CancellationToken token) => _ = {|LEAK001:PumpAsync|}();
        }
        """,
        $$"""
        public class Pump(ChannelReader<int> items)
        {
            /// <summary>Pumps.</summary>
            {{access}} async Task PumpAsync(CancellationToken cancellationToken) => await items.ReadAsync(cancellationToken);

            /// <summary>Pumps.</summary>
            {{access}} Task PumpAsync() => PumpAsync(CancellationToken.None);

            internal void Start(CancellationToken token) => _ = PumpAsync(token);
        }
        """,
        s_library);

    [Fact]
    public Task Type_Parameters_And_Passed_References_Are_Handed_On() => VerifyFix.Passes(
        """
        public static class Pump
        {
            /// <summary>Pumps.</summary>
            public static Task PumpAsync<T>(ChannelReader<T> items, in int count, ref string @name)
                where T : class
            {
                @name = "";
                return items.ReadAsync().AsTask();
            }

            internal static void Start(ChannelReader<string> items, string name, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(items, 1, ref name);
            }
        }
        """,
        """
        public static class Pump
        {
            /// <summary>Pumps.</summary>
            public static Task PumpAsync<T>(ChannelReader<T> items, in int count, ref string @name, CancellationToken cancellationToken)
                where T : class
            {
                @name = "";
                return items.ReadAsync(cancellationToken).AsTask();
            }

            /// <summary>Pumps.</summary>
            public static Task PumpAsync<T>(ChannelReader<T> items, in int count, ref string @name)
                where T : class => PumpAsync<T>(items, in count, ref @name, CancellationToken.None);

            internal static void Start(ChannelReader<string> items, string name, CancellationToken token)
            {
                _ = PumpAsync(items, 1, ref name, token);
            }
        }
        """,
        s_library);

    [Fact]
    public Task Method_That_Only_The_Compilation_Sees_Gains_An_Optional_Parameter() => VerifyFix.Passes(
        """
        class Pump(ChannelReader<int> items)
        {
            public async Task PumpAsync() => await items.ReadAsync();

            public void Start(CancellationToken token) => _ = {|LEAK001:PumpAsync|}();
        }
        """,
        """
        class Pump(ChannelReader<int> items)
        {
            public async Task PumpAsync(CancellationToken cancellationToken = default) => await items.ReadAsync(cancellationToken);

            public void Start(CancellationToken token) => _ = PumpAsync(token);
        }
        """,
        s_library);

    [Fact]
    public Task Executable_Has_No_Code_Outside() => VerifyFix.Passes(
        """
        public class Pump(ChannelReader<int> items)
        {
            public async Task PumpAsync() => await items.ReadAsync();

            public void Start(CancellationToken token) => _ = {|LEAK001:PumpAsync|}();

            private static void Main() { }
        }
        """,
        """
        public class Pump(ChannelReader<int> items)
        {
            public async Task PumpAsync(CancellationToken cancellationToken = default) => await items.ReadAsync(cancellationToken);

            public void Start(CancellationToken token) => _ = PumpAsync(token);

            private static void Main() { }
        }
        """,
        s_library with { Output = OutputKind.ConsoleApplication });

    [Theory]
    [InlineData("public async Task PumpAsync() => await items.ReadAsync();")]
    [InlineData("/// <summary>Pumps.</summary>\n    public async Task PumpAsync(int count = 1) => await items.ReadAsync();")]
    [InlineData("/// <summary>Pumps.</summary>\n    public new async Task PumpAsync() => await items.ReadAsync();")]
    [InlineData("/// <summary>See <see cref=\"PumpAsync\"/>.</summary>\n    public async Task PumpAsync() => await items.ReadAsync();")]
    [InlineData("/// <summary>Pumps.</summary>\n    public async Task PumpAsync(\n#if DEBUG\n#endif\n    ) => await items.ReadAsync();")]
    public Task Method_That_Can_Not_Have_The_Overload_Is_Left(string method) => VerifyFix.DoesNotPass(
        $$"""
        public class Base
        {
            {{(method.Contains(" new ") ? "public Task PumpAsync() => Task.CompletedTask;" : "")}}
        }

        public class Pump(ChannelReader<int> items) : Base
        {
            {{method}}

            internal void Start(CancellationToken token) => _ = {|LEAK001:PumpAsync|}();
        }
        """,
        s_library);
}
