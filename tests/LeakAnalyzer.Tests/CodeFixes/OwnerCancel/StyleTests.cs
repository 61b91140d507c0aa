using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests that the new field has the naming style, the modifiers and the position that the file's other fields have.</summary>
[OnOldestRoslyn]
public class StyleTests
{
    [Theory]
    [InlineData("private readonly string _name = \"\";", "_name", "private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();", "_disposeCts")]
    [InlineData("readonly string _name = \"\";", "_name", "readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();", "_disposeCts")]
    [InlineData("private readonly string name = \"\";", "name", "private readonly CancellationTokenSource disposeCts = new CancellationTokenSource();", "disposeCts")]
    [InlineData("private readonly string name = \"\";", "this.name", "private readonly CancellationTokenSource disposeCts = new CancellationTokenSource();", "this.disposeCts")]
    [InlineData("private readonly string m_name = \"\";", "m_name", "private readonly CancellationTokenSource m_disposeCts = new CancellationTokenSource();", "m_disposeCts")]
    [InlineData("private readonly string Name = \"\";", "Name", "private readonly CancellationTokenSource DisposeCts = new CancellationTokenSource();", "DisposeCts")]
    [InlineData("private readonly object _name = new();", "_name", "private readonly CancellationTokenSource _disposeCts = new();", "_disposeCts")]
    [InlineData("private static readonly string s_name = \"\";", "s_name", "private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();", "_disposeCts")]
    [InlineData("private readonly string _name = \"_disposeCts\"; // kept", "_name", "private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();", "_disposeCts")]
    [InlineData("private readonly string _a = \"\", _disposeCts = \"\";", "_a + _disposeCts", "private readonly CancellationTokenSource _disposeCts2 = new CancellationTokenSource();", "_disposeCts2")]
    public Task The_Field(string field, string use, string added, string source) => VerifyFix.CancelsOnDispose(
        $$"""
        class Poller : IDisposable
        {
            {{field}}

            public void Start(ChannelReader<int> reader)
            {
                _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
            }

            public void Dispose()
            {
                Console.WriteLine({{use}});
            }
        }
        """,
        $$"""
        class Poller : IDisposable
        {
            {{field}}
            {{added}}

            public void Start(ChannelReader<int> reader)
            {
                CancellationToken disposeToken = {{source}}.Token;
                _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
            }

            public void Dispose()
            {
                if (!{{source}}.IsCancellationRequested)
                {
                    {{source}}.Cancel();
                }

                {{source}}.Dispose();
                Console.WriteLine({{use}});
            }
        }
        """);

    [Fact]
    public Task Fields_At_The_End_Of_The_Type_With_Gaps_Between() => VerifyFix.CancelsOnDispose(
        """
        class Poller : IDisposable
        {
            public void Start(ChannelReader<int> reader) {
                _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
            }

            public void Dispose() {
                Console.WriteLine(_name + _title);
            }

            private readonly string _name = "";

            /// <summary>Shown.</summary>
            private readonly string _title = "";
        }
        """,
        """
        class Poller : IDisposable
        {
            public void Start(ChannelReader<int> reader) {
                CancellationToken disposeToken = _disposeCts.Token;
                _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
            }

            public void Dispose() {
                if (!_disposeCts.IsCancellationRequested) {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
                Console.WriteLine(_name + _title);
            }

            private readonly string _name = "";

            /// <summary>Shown.</summary>
            private readonly string _title = "";

            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();
        }
        """);

    [Fact]
    public Task A_Type_On_One_Line() => VerifyFix.CancelsOnDispose(
        "class Poller : IDisposable { public void Start(ChannelReader<int> reader) => _ = {|LEAK001:PumpAsync|}(reader); public void Dispose() => Console.WriteLine(); private static async Task PumpAsync(ChannelReader<int> reader, CancellationToken stop = default) => await reader.ReadAsync(stop); }",
        """
        class Poller : IDisposable { private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource(); public void Start(ChannelReader<int> reader) => _ = PumpAsync(reader, _disposeCts.Token); public void Dispose()
        {
            if (!_disposeCts.IsCancellationRequested)
            {
                _disposeCts.Cancel();
            }

            _disposeCts.Dispose();
            Console.WriteLine();
        } private static async Task PumpAsync(ChannelReader<int> reader, CancellationToken stop = default) => await reader.ReadAsync(stop); }
        """);

    [Fact]
    public Task Old_Code_For_An_Old_Framework() => VerifyFix.CancelsOnDispose(
        """
        class Poller : IDisposable
        {
            private Task _loop;

            public Poller(CancellationToken token)
            {
                _loop = {|LEAK010:RunAsync|}(token);
            }

            public void Dispose()
            {
                Console.WriteLine(_loop.Status);
            }

            private static async Task RunAsync(CancellationToken token)
            {
                await Task.Delay(-1, token);
            }
        }
        """,
        """
        class Poller : IDisposable
        {
            private Task _loop;
            private readonly CancellationTokenSource _disposeCts;

            public Poller(CancellationToken token)
            {
                _disposeCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                _loop = RunAsync(_disposeCts.Token);
            }

            public void Dispose()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
                Console.WriteLine(_loop.Status);
            }

            private static async Task RunAsync(CancellationToken token)
            {
                await Task.Delay(-1, token);
            }
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3, Nullable = NullableContextOptions.Disable });

    [Fact]
    public Task A_Missing_Using_Is_Added_In_Each_File_That_Needs_It() => VerifyFix.CancelsOnDisposeIn(
        [
            """
            using System;
            using System.Threading.Channels;
            using System.Threading.Tasks;

            partial class Poller
            {
                public void Start(ChannelReader<int> reader)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
                }
            }
            """,
            """
            using System;

            partial class Poller : IDisposable
            {
                private readonly string _name = "";

                public void Dispose()
                {
                    Console.WriteLine(_name);
                }
            }
            """,
        ],
        [
            """
            using System;
            using System.Threading;
            using System.Threading.Channels;
            using System.Threading.Tasks;

            partial class Poller
            {
                public void Start(ChannelReader<int> reader)
                {
                    CancellationToken disposeToken = _disposeCts.Token;
                    _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
                }
            }
            """,
            """
            using System;
            using System.Threading;

            partial class Poller : IDisposable
            {
                private readonly string _name = "";
                private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

                public void Dispose()
                {
                    if (!_disposeCts.IsCancellationRequested)
                    {
                        _disposeCts.Cancel();
                    }

                    _disposeCts.Dispose();
                    Console.WriteLine(_name);
                }
            }
            """,
        ],
        Setup.Default with { WithoutUsings = true });
}
