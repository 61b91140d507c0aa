using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>
/// A function for a leak (<see cref="Seed"/>), and the type around it, as a template. In place of <c>«body»</c>, <c>«parameters»</c> and <c>«members»</c> it
/// gets what the leak uses, and in place of <c>«result»</c> <c>async Task</c> or <c>void</c>.
/// </summary>
/// <param name="Template">The template.</param>
internal sealed record ScopeKind(string Template)
{
    /// <summary>The simplest functions come first.</summary>
    public static ImmutableArray<ScopeKind> All { get; } =
    [
        Class("public «result» Scope(«parameters»)"),
        new("static class Subject\n{\n«members»\n\n    public static «result» Scope(«parameters»)\n    {\n«body»\n    }\n}"),
        new("internal struct Subject\n{\n«members»\n\n    public «result» Scope(«parameters»)\n    {\n«body»\n    }\n}"),
        Class("/// <summary>Scopes.</summary>\n    /// <param name=\"flag\">A flag.</param>\n    internal «result» Scope(«parameters»)"),
        Class("[System.Diagnostics.DebuggerStepThrough]\n    protected virtual «result» Scope(«parameters»)"),
        Class("public unsafe void Scope(«parameters»)") with { MayBeAsync = false },
        Class("public async Task<int> Scope(«parameters»)", "return 1;") with { MustBeAsync = true },
        Class("public async ValueTask Scope(«parameters»)") with { MustBeAsync = true },
        Class("public async void Scope(«parameters»)") with { MustBeAsync = true },
        Class("public int Scope(«parameters»)", "return flag ? 1 : 0;") with { MayBeAsync = false },
        Class("public Subject(«parameters»)") with { MayBeAsync = false },
        Class("static Subject()") with { MayBeAsync = false, HasParameters = false },
        Class("~Subject()") with { MayBeAsync = false, HasParameters = false },
        Class("public static Subject operator +(Subject left, Subject right)", "return left;") with { MayBeAsync = false, HasParameters = false },
        Class("public void Scope<T>(«parameters») where T : class") with { MayBeAsync = false },
        Class("public IEnumerable<int> Scope(«parameters»)", "yield return 1;") with { MayBeAsync = false },
        Class("public async IAsyncEnumerable<int> Scope(«parameters»)", "yield return 1;")
            with { MustBeAsync = true, NeedsNewFramework = true, Since = LanguageVersion.CSharp8 },
        new("class Subject\n{\n«members»\n\n    public int Scope\n    {\n        get\n        {\n«body»\n            return 1;\n        }\n    }\n}")
            { MayBeAsync = false, HasParameters = false },
        new("class Subject\n{\n«members»\n\n    public int this[int index] { get { return index; } set {\n«body»\n    } }\n}")
            { MayBeAsync = false, HasParameters = false },
        new("class Subject\n{\n«members»\n\n    public event EventHandler Happened\n    {\n        add\n        {\n«body»\n        }\n\n        remove { }\n    }\n}")
            { MayBeAsync = false, HasParameters = false },
        new("class Subject\n{\n«members»\n\n    public void Outer()\n    {\n        «result» Scope(«parameters»)\n        {\n«body»\n        }\n    }\n}"),
        new("class Subject\n{\n«members»\n\n    public void Outer()\n    {\n        static «result» Scope(«parameters»)\n        {\n«body»\n        }\n    }\n}")
            { Since = LanguageVersion.CSharp8 },
        new("class Subject\n{\n«members»\n\n    public Action<ChannelReader<int>> Outer(SemaphoreSlim gate, bool flag, CancellationToken cancellationToken) => reader =>\n    {\n«body»\n    };\n}")
            { MayBeAsync = false, HasOwnParameters = true },
        new("class Subject\n{\n«members»\n\n    public void Outer(«parameters»)\n    {\n        Given.Run(async () =>\n        {\n«body»\n        });\n    }\n}")
            { MustBeAsync = true },
        new("class Subject\n{\n«members»\n\n    public void Outer(«parameters»)\n    {\n        Action scope = delegate {\n«body»\n        };\n        Work(scope);\n    }\n}")
            { MayBeAsync = false },
        new("class Subject\n{\n«members»\n\n    public void Outer(«parameters»)\n    {\n        Given.Run([System.Diagnostics.DebuggerHidden] async () =>\n        {\n«body»\n        });\n    }\n}")
            { MustBeAsync = true, Since = LanguageVersion.CSharp10 },
        new("class Subject\n{\n«members»\n\n    public void Outer()\n    {\n        [System.Diagnostics.DebuggerHidden]\n        «result» Scope(«parameters»)\n        {\n«body»\n        }\n    }\n}")
            { Since = LanguageVersion.CSharp9 },
        new("class Subject\n{\n    internal readonly Func<Task> Scope = async () =>\n    {\n«body»\n    };\n\n«members»\n}") { MustBeAsync = true, HasParameters = false },
        new("partial class Subject<T>\n{\n    internal sealed class Nested\n    {\n«members»\n\n        public «result» Scope(«parameters») {\n«body»\n        }\n    }\n}"),
        new("record Subject(int Number)\n{\n«members»\n\n    public «result» Scope(«parameters»)\n    {\n«body»\n    }\n}") { Since = LanguageVersion.CSharp9, NeedsNewFramework = true },
        new("class Subject(«parameters»)\n{\n«members»\n\n    public «result» Scope()\n    {\n        Work(cancellationToken);\n«body»\n    }\n}") { Since = LanguageVersion.CSharp12, NeedsTokenInReach = true },
        new("interface Subject\n{\n«members»\n\n    «result» Scope(«parameters»)\n    {\n«body»\n    }\n}") { Since = LanguageVersion.CSharp8, NeedsNewFramework = true },
        new("interface IScope\n{\n    Task ScopeAsync(«parameters»);\n}\n\nclass Subject : IScope\n{\n«members»\n\n    async Task IScope.ScopeAsync(«parameters»)\n    {\n«body»\n    }\n}")
            { MustBeAsync = true },
        new("static class Subject\n{\n«members»\n\n    public static «result» Scope(this string text, «parameters»)\n    {\n«body»\n    }\n}"),
        new("static class Subject\n{\n«members»\n\n    extension(string text)\n    {\n        public «result» Scope(«parameters»)\n        {\n«body»\n        }\n    }\n}")
            { Since = NewLanguage.CSharp14 },
        new("«body»\n\n«members»") { IsProgram = true, HasParameters = false, Since = LanguageVersion.CSharp9 },
        new("class Subject\n{\n«members»\n\n    public «result» Scope(«parameters») => «expression»;\n}") { IsExpression = true },
        new("class Subject\n{\n«members»\n\n    public «result» Scope(«parameters»)\n        =>\n            «expression»;\n}") { IsExpression = true },
        new("class Subject\n{\n«members»\n\n    public void Outer(«parameters»)\n    {\n        Given.Run(async () => «expression»);\n    }\n}")
            { IsExpression = true, MustBeAsync = true },
        new("class Subject\n{\n«members»\n\n    public Subject(«parameters») => «expression»;\n}") { IsExpression = true, MayBeAsync = false },
    ];

    public bool MayBeAsync { get; init; } = true;

    public bool MustBeAsync { get; init; }

    /// <summary>Whether the leak's variables are parameters of the function, and not locals.</summary>
    public bool HasParameters { get; init; } = true;

    /// <summary>Whether the template declares the parameters without a placeholder.</summary>
    public bool HasOwnParameters { get; init; }

    /// <summary>Whether the template itself uses the parameter <c>cancellationToken</c>.</summary>
    public bool NeedsTokenInReach { get; init; }

    /// <summary>Whether the body is an expression.</summary>
    public bool IsExpression { get; init; }

    /// <summary>Whether the function is a top-level program.</summary>
    public bool IsProgram { get; init; }

    /// <summary>Whether the template can't be compiled for .NET Standard 2.0.</summary>
    public bool NeedsNewFramework { get; init; }

    /// <summary>Whether the function does little but start a task.</summary>
    public bool OnlyStarts { get; init; }

    /// <summary>Gets a part of the type in another file; empty if there is none.</summary>
    public string OtherPart { get; init; } = "";

    /// <summary>Gets the oldest language version that can compile the template.</summary>
    public LanguageVersion Since { get; init; } = LanguageVersion.CSharp7_3;

    /// <summary>Whether the function can contain a leak.</summary>
    public bool Takes(Seed seed) => (!seed.Awaits || MayBeAsync) && (!IsExpression || seed.IsExpression);

    private static ScopeKind Class(string header, string ending = "") =>
        new($"class Subject\n{{\n«members»\n\n    {header}\n    {{\n«body»\n        {ending}\n    }}\n}}");
}
