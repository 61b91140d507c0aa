namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests the fix that adds a <c>CancellationTokenSource</c> to a disposable type, whose disposal cancels it first.</summary>
public class DisposeTests
{
    [Theory]
    [InlineData("public void Dispose()")]
    [InlineData("void IDisposable.Dispose()")]
    [InlineData("public virtual void Dispose()")]
    public async Task A_Body_Of_Any_Shape(string head)
    {
        string fixedBody = $$"""
            {{head}}
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
                Console.WriteLine();
            }
            """;
        await Becomes(head + " => Console.WriteLine();", fixedBody);
        await Becomes(head + " { Console.WriteLine(); }", fixedBody);
        await Becomes(head + "\n{\n    Console.WriteLine();\n}", fixedBody);
        await Becomes(head + "\n{\n    // says so\n    Console.WriteLine();\n}", fixedBody.Replace("    Console", "    // says so\n    Console", StringComparison.Ordinal));
        await Becomes(head + " { }", fixedBody.Replace("    Console.WriteLine();\n", "", StringComparison.Ordinal));
        await Becomes(head + "\n{\n}", fixedBody.Replace("    Console.WriteLine();\n", "", StringComparison.Ordinal));
        await Becomes(head + "\n{\n    // nothing yet\n}", fixedBody.Replace("{\n    if", "{\n    // nothing yet\n    if", StringComparison.Ordinal).Replace("    Console.WriteLine();\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("protected virtual", "class Poller : IDisposable", "public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }")]
    [InlineData("private", "sealed class Poller : IDisposable", "public void Dispose() => this.Dispose(true);")]
    public async Task The_Dispose_Pattern(string modifiers, string head, string dispose)
    {
        string[] before =
        [
            dispose,
            "",
            $"{modifiers} void Dispose(bool disposing)",
            "{",
            "    if (disposing)",
            "    {",
            "        Console.WriteLine();",
            "    }",
            "}",
        ];
        string[] lines =
        [
            "        if (!_disposeCts.IsCancellationRequested)",
            "        {",
            "            _disposeCts.Cancel();",
            "        }",
            "",
            "        _disposeCts.Dispose();",
        ];
        string expected = string.Join("\n", [.. before[..6], .. lines, .. before[6..]]);
        await Becomes(string.Join("\n", before), expected, head);
        await Becomes(string.Join("\n", [.. before[..5], before[6], before[8]]), expected, head);
        await Becomes(string.Join("\n", [.. before[..6], .. before[7..]]), expected.Replace("        Console.WriteLine();\n", "", StringComparison.Ordinal), head);
    }

    [Fact]
    public Task A_Dispose_That_Does_Not_Ask_Who_Calls_It_Is_Made_To() => Becomes(
        """
        public void Dispose() => Dispose(true);

        protected virtual void Dispose(bool disposing)
        {
            Console.WriteLine();
        }
        """,
        """
        public void Dispose() => Dispose(true);

        protected virtual void Dispose(bool disposing)
        {
            if (disposing)
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
            }

            Console.WriteLine();
        }
        """);

    [Theory]
    [InlineData("if (_disposed)\n    {\n        return;\n    }")]
    [InlineData("if (_disposed) return;")]
    public Task Behind_What_Keeps_A_Second_Call_Out_The_Source_Is_Not_Disposed_Yet(string guard) => Becomes(
        $$"""
        private bool _disposed;

        public void Dispose()
        {
            {{guard}}

            _disposed = true;
            Console.WriteLine();
        }
        """,
        $$"""
        private bool _disposed;

        public void Dispose()
        {
            {{guard}}

            _disposed = true;
            _disposeCts.Cancel();
            _disposeCts.Dispose();
            Console.WriteLine();
        }
        """,
        fieldBehind: "private bool _disposed;");

    [Theory]
    [InlineData("Interlocked.Exchange(ref _state, 1) != 0")]
    [InlineData("Interlocked.Exchange(ref _state, 1) == 1")]
    [InlineData("Interlocked.CompareExchange(ref _state, 1, 0) != 0")]
    public Task The_Same_After_An_Exchange(string isDisposed) => Becomes(
        $$"""
        private int _state;

        public void Dispose()
        {
            if ({{isDisposed}})
            {
                return;
            }

            Console.WriteLine();
        }
        """,
        $$"""
        private int _state;

        public void Dispose()
        {
            if ({{isDisposed}})
            {
                return;
            }

            _disposeCts.Cancel();
            _disposeCts.Dispose();
            Console.WriteLine();
        }
        """,
        fieldBehind: "private int _state;");

    [Fact]
    public Task The_Same_In_A_Block_That_A_Second_Call_Does_Not_Enter() => Becomes(
        """
        private bool _disposed;

        public void Dispose() => Dispose(true);

        protected virtual void Dispose(bool disposing)
        {
            if (!_disposed)
            {
                if (disposing)
                {
                    Console.WriteLine();
                }

                _disposed = true;
            }
        }
        """,
        """
        private bool _disposed;

        public void Dispose() => Dispose(true);

        protected virtual void Dispose(bool disposing)
        {
            if (!_disposed)
            {
                if (disposing)
                {
                    _disposeCts.Cancel();
                    _disposeCts.Dispose();
                    Console.WriteLine();
                }

                _disposed = true;
            }
        }
        """,
        fieldBehind: "private bool _disposed;");

    [Fact]
    public Task A_Guard_Of_One_Method_Keeps_Nothing_Out_That_Another_Disposes() => Becomes(
        """
        private bool _disposed;

        public void Dispose()
        {
            if (_disposed) return;
            _disposed = true;
        }

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
        }
        """,
        """
        private bool _disposed;

        public void Dispose()
        {
            if (_disposed) return;
            _disposed = true;
            if (!_disposeCts.IsCancellationRequested)
            {
                _disposeCts.Cancel();
            }

            _disposeCts.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            if (!_disposeCts.IsCancellationRequested)
            {
                await _disposeCts.CancelAsync();
            }

            _disposeCts.Dispose();
            await Task.Yield();
        }
        """,
        "class Poller : IDisposable, IAsyncDisposable",
        fieldBehind: "private bool _disposed;");

    [Theory]
    [InlineData("if (_name == null) return;", "_name = null;")]
    [InlineData("if (_disposed) return;", "")]
    [InlineData("if (_disposed) return;", "_disposed = _state == 0;")]
    [InlineData("if (_disposed) return;", "if (_state == 0) { foreach (char c in _name!) { _disposed = true; } }")]
    [InlineData("if (!_disposed) return;", "_disposed = true;")]
    [InlineData("if (_disposed) Console.WriteLine();", "_disposed = true;")]
    [InlineData("if (Interlocked.Exchange(ref _state, 0) == 0) return;", "")]
    [InlineData("if (Interlocked.CompareExchange(ref _state, 2, 1) != 1) return;", "")]
    [InlineData("ObjectDisposedException.ThrowIf(_disposed, this);", "_disposed = true;")]
    public Task In_Front_Of_Any_Other_Condition_It_May_Be(string condition, string then) => Becomes(
        $$"""
        private bool _disposed; private int _state; private string? _name = "";

        public void Dispose()
        {
            {{condition}}
            {{then}}
            Console.WriteLine(_state + _name + _disposed);
        }
        """,
        $$"""
        private bool _disposed; private int _state; private string? _name = "";

        public void Dispose()
        {
            if (!_disposeCts.IsCancellationRequested)
            {
                _disposeCts.Cancel();
            }

            _disposeCts.Dispose();
            {{condition}}
            {{then}}
            Console.WriteLine(_state + _name + _disposed);
        }
        """,
        fieldBehind: """private bool _disposed; private int _state; private string? _name = "";""",
        isOneLine: true,
        setup: Setup.Default with { EditorConfig = "dotnet_diagnostic.CS0649.severity = none\ndotnet_diagnostic.CS0414.severity = none" });

    [Fact]
    public Task A_Derived_Type_In_Its_Own_Override() => Becomes(
        """
        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Console.WriteLine();
            }

            base.Dispose(disposing);
        }
        """,
        """
        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
                Console.WriteLine();
            }

            base.Dispose(disposing);
        }
        """,
        "class Base : IDisposable { public void Dispose() => Dispose(true); protected virtual void Dispose(bool disposing) { } }\n\nclass Poller : Base");

    [Fact]
    public Task A_Derived_Type_That_Overrides_Dispose() => Becomes(
        "public override void Dispose() => base.Dispose();",
        $$"""
        public override void Dispose()
        {
            if (!_disposeCts.IsCancellationRequested)
            {
                _disposeCts.Cancel();
            }

            _disposeCts.Dispose();
            base.Dispose();
        }
        """,
        "class Base : IDisposable { public virtual void Dispose() { } }\n\nclass Poller : Base");

    [Theory]
    [InlineData("class Poller", "public void Dispose() { }")]
    [InlineData("class Base : IDisposable { public void Dispose() { } }\n\nclass Poller : Base", "")]
    [InlineData("abstract class Poller : IDisposable", "public abstract void Dispose();")]
    [InlineData("class Base : IDisposable, IAsyncDisposable { public void Dispose() => Dispose(true); protected virtual void Dispose(bool disposing) { } public async ValueTask DisposeAsync() { await Task.Yield(); Dispose(false); } }\n\nclass Poller : Base", "protected override void Dispose(bool disposing) { }")]
    [InlineData("struct Poller : IDisposable", "public void Dispose() { }")]
    [InlineData("record Poller : IDisposable", "public void Dispose() { }")]
    [InlineData("[Serializable] class Poller : IDisposable", "public void Dispose() { }")]
    public Task A_Type_Whose_Disposal_Its_Own_Code_Does_Not_See_Or_That_Can_Hold_No_Source(string head, string end) =>
        VerifyFix.DoesNotCancelOnDispose(OwnerCode.Leaking(end, head));

    private static Task Becomes(string end, string expected, string head = "class Poller : IDisposable", string fieldBehind = "", bool isOneLine = false, Setup? setup = null)
    {
        string after = OwnerCode.Fixed(expected, head);
        if (fieldBehind.Length > 0)
        {
            const string Field = "private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();";
            after = after.Replace("    " + Field + "\n\n", "", StringComparison.Ordinal)
                .Replace(fieldBehind, fieldBehind + (isOneLine ? " " : "\n    ") + Field, StringComparison.Ordinal);
        }

        return VerifyFix.CancelsOnDispose(OwnerCode.Leaking(end, head), after, setup);
    }
}
