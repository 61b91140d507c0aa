using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Types that are disposed or stopped in different ways, with the function that starts their task.</summary>
internal static class OwnerScopes
{
    private const string Constructor = "public Subject(«parameters»)\n    {\n«body»\n    }";
    private const string Start = "public void Start(«parameters»)\n    {\n«body»\n    }";
    private const string Inputs =
        "private readonly ChannelReader<int> reader = Given.Reader;\n    private readonly SemaphoreSlim gate = Given.Gate;\n    private readonly bool flag = Given.Flag;\n\n    ";

    /// <summary>The simplest come first.</summary>
    public static ImmutableArray<ScopeKind> All { get; } =
    [
        Of("class Subject : IDisposable", Constructor, "public void Dispose()\n    {\n        Work();\n    }"),
        Of("sealed class Subject : IDisposable", Start, "public void Dispose() => Work();"),
        Of("sealed class Subject : IDisposable", Constructor, "void IDisposable.Dispose() { }"),
        Of("class Subject : IDisposable", Start, "public virtual void Dispose()\n    {\n        // nothing yet\n    }"),
        Of(
            "class Subject : IDisposable",
            Constructor,
            "public void Dispose()\n    {\n        Dispose(true);\n        GC.SuppressFinalize(this);\n    }\n\n    protected virtual void Dispose(bool disposing)\n    {\n        if (disposing)\n        {\n            Work();\n        }\n    }"),
        Of("class Subject : IDisposable", Start, "public void Dispose() => Dispose(true);\n\n    private void Dispose(bool disposing) { Work(disposing); }"),
        Of(
            "class Subject : IDisposable",
            "private bool _disposed;\n\n    " + Constructor,
            "public void Dispose()\n    {\n        if (_disposed) return;\n\n        _disposed = true;\n        Work();\n    }"),
        Of("class Subject : IAsyncDisposable", Constructor, "public async ValueTask DisposeAsync()\n    {\n        await Task.Yield();\n        Work();\n    }") with { NeedsNewFramework = true },
        Of("class Subject : IAsyncDisposable", Start, "public ValueTask DisposeAsync() => default(ValueTask);") with { NeedsNewFramework = true },
        Of("class Subject : IAsyncDisposable", Constructor, "public ValueTask DisposeAsync()\n    {\n        Work();\n        return default;\n    }") with { NeedsNewFramework = true },
        Of(
            "class Subject : IDisposable, IAsyncDisposable",
            Start,
            "public void Dispose() { Work(); }\n\n    public async ValueTask DisposeAsync() { await Task.Delay(1).ConfigureAwait(false); }") with { NeedsNewFramework = true },
        Of(
            "class Subject : Microsoft.Extensions.Hosting.IHostedService",
            Inputs + "public Task StartAsync(CancellationToken cancellationToken)\n    {\n«body»\n        return Task.CompletedTask;\n    }",
            "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;") with { NeedsNewFramework = true, HasOwnParameters = true },
        Of(
            "class Subject : Microsoft.Extensions.Hosting.IHostedService, IDisposable",
            Inputs + "public Task StartAsync(CancellationToken cancellationToken)\n    {\n«body»\n        return Task.CompletedTask;\n    }",
            "public async Task StopAsync(CancellationToken cancellationToken)\n    {\n        await Task.Yield();\n        Work();\n    }\n\n    public void Dispose() { }") with { NeedsNewFramework = true, HasOwnParameters = true },
        new(Template("sealed class Subject(«parameters») : IDisposable", "public void Start()\n    {\n        Work(cancellationToken, reader, gate, flag);\n«body»\n    }", "public void Dispose()\n    {\n        Work();\n    }"))
        {
            MayBeAsync = false, OnlyStarts = true, Since = LanguageVersion.CSharp12, NeedsTokenInReach = true,
        },
        new("partial class Subject\n{\n    private Task _loop;\n\n«members»\n\n    " + Start + "\n}")
        {
            MayBeAsync = false,
            OnlyStarts = true,
            OtherPart = "partial class Subject : IDisposable\n{\n    /// <inheritdoc/>\n    public void Dispose()\n    {\n        Work(_loop);\n    }\n}",
        },
        new("partial class Subject : IDisposable\n{\n«members»\n\n    " + Start + "\n\n    public void Dispose() { Close(); }\n}")
        {
            MayBeAsync = false,
            OnlyStarts = true,
            OtherPart = "partial class Subject\n{\n    private Task _loop = Task.CompletedTask;\n\n    private void Close() => Work(_loop);\n}",
        },
        Of("class Base : IDisposable\n{\n    public void Dispose() { Dispose(true); }\n\n    protected virtual void Dispose(bool disposing) { }\n}\n\nclass Subject : Base", Start, "protected override void Dispose(bool disposing)\n    {\n        Work();\n        base.Dispose(disposing);\n    }"),
        new("class Base : IDisposable\n{\n    public void Dispose() => Dispose(true);\n\n    protected virtual void Dispose(bool disposing) { }\n}\n\nclass Subject : Base\n{\n    private Task _loop;\n\n«members»\n\n    " + Start + "\n}")
        {
            MayBeAsync = false, OnlyStarts = true,
        },
        new("class Base : IDisposable, IAsyncDisposable\n{\n    public virtual void Dispose() { }\n\n    public virtual ValueTask DisposeAsync() => default(ValueTask);\n}\n\nclass Subject : Base\n{\n    private Task _loop;\n\n«members»\n\n    " + Start + "\n}")
        {
            MayBeAsync = false, OnlyStarts = true, NeedsNewFramework = true,
        },
    ];

    private static ScopeKind Of(string head, string start, string end) => new(Template(head, start, end)) { MayBeAsync = false, OnlyStarts = true };

    private static string Template(string head, string start, string end) =>
        $"{head}\n{{\n    private Task _loop;\n\n«members»\n\n    {start}\n\n    {end}\n}}";
}
