using System.Reflection;
using System.Threading.Channels;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Runs the fixed code: disposing the object ends its task.</summary>
public class RunTests
{
    private const string Usings = "using System; using System.Threading; using System.Threading.Channels; using System.Threading.Tasks;\n";

    [Theory]
    [InlineData("public void Dispose()\n    {\n    }", "public void Dispose()\n    {\n        if (!_disposeCts.IsCancellationRequested)\n        {\n            _disposeCts.Cancel();\n        }\n\n        _disposeCts.Dispose();\n    }")]
    [InlineData(
        "private bool _disposed;\n\n    public void Dispose()\n    {\n        if (_disposed)\n        {\n            return;\n        }\n\n        _disposed = true;\n    }",
        "private bool _disposed;\n\n    public void Dispose()\n    {\n        if (_disposed)\n        {\n            return;\n        }\n\n        _disposed = true;\n        _disposeCts.Cancel();\n        _disposeCts.Dispose();\n    }")]
    public async Task A_Task_Ends_With_An_Object_That_Is_Disposed_Twice(string end, string expected)
    {
        string fixedCode = Type("IDisposable", "_loop = Task.Run(async () => await reader.ReadAsync(disposeToken));", expected);
        await VerifyFix.CancelsOnDispose(Type("IDisposable", "_loop = {|LEAK010:Task.Run|}(async () => await reader.ReadAsync());", end), fixedCode);

        dynamic poller = New(fixedCode);
        Channel<int> channel = Channel.CreateUnbounded<int>();
        poller.Start(channel.Reader);
        Task loop = poller.Loop();
        Assert.False(loop.IsCompleted);

        ((IDisposable)poller).Dispose();
        ((IDisposable)poller).Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Throws<ObjectDisposedException>((Action)(() => poller.Start(channel.Reader)));
    }

    [Fact]
    public async Task Nothing_Of_A_Task_Runs_Any_More_When_Its_Object_Is_Disposed_Asynchronously()
    {
        const string End = "public async ValueTask DisposeAsync()\n    {\n        await Task.Yield();\n    }";
        const string Ended =
            """
            public async ValueTask DisposeAsync()
                {
                    if (!_disposeCts.IsCancellationRequested)
                    {
                        await _disposeCts.CancelAsync();
                    }

                    if (_loop != null)
                    {
                        await Task.WhenAny(_loop);
                    }

                    _disposeCts.Dispose();
                    await Task.Yield();
                }
            """;
        string fixedCode = Type("IAsyncDisposable", "_loop = Task.Run(async () => await reader.ReadAsync(disposeToken));", Ended.ReplaceLineEndings("\n"));
        await VerifyFix.CancelsOnDispose(Type("IAsyncDisposable", "_loop = {|LEAK010:Task.Run|}(async () => await reader.ReadAsync());", End), fixedCode);

        dynamic poller = New(fixedCode);
        poller.Start(Channel.CreateUnbounded<int>().Reader);
        Task loop = poller.Loop();
        await ((IAsyncDisposable)poller).DisposeAsync();
        Assert.True(loop.IsCanceled);
        await ((IAsyncDisposable)poller).DisposeAsync();

        // The disposal works even if no task was started, and doesn't throw the exception of a failed task.
        await ((IAsyncDisposable)New(fixedCode)).DisposeAsync();
        dynamic failing = New(fixedCode);
        Channel<int> broken = Channel.CreateUnbounded<int>();
        broken.Writer.Complete(new InvalidOperationException());
        failing.Start(broken.Reader);
        Task failed = failing.Loop();
        await Task.WhenAny(failed);
        Assert.True(failed.IsFaulted);
        await ((IAsyncDisposable)failing).DisposeAsync();
    }

    private static string Type(string contract, string start, string end)
    {
        bool isFixed = start.Contains("disposeToken", StringComparison.Ordinal);
        const string Field = "\n    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();";
        const string Local = "CancellationToken disposeToken = _disposeCts.Token;\n        ";
        return $$"""
            #pragma warning disable CS1591
            public class Poller : {{contract}}
            {
                private Task? _loop;{{(isFixed ? Field : "")}}

                public void Start(ChannelReader<int> reader)
                {
                    {{(isFixed ? Local : "")}}{{start}}
                }

                {{end}}
            }
            """;
    }

    /// <summary>Creates an object of the type, with an added method <c>Loop</c> that returns its task.</summary>
    private static object New(string code)
    {
        string closing = code[..code.LastIndexOf('}')] + "    public Task? Loop() => _loop;\n}";
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var compilation = CSharpCompilation.Create(
            "Fixed",
            [CSharpSyntaxTree.ParseText(Usings + closing)],
            Directory.GetFiles(runtime, "System*.dll").Where(file => !file.Contains("Native", StringComparison.Ordinal)).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return Activator.CreateInstance(Assembly.Load(image.ToArray()).GetType("Poller")!)!;
    }
}
