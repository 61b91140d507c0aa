using System.Collections.Immutable;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace LeakAnalyzer.Tests;

/// <summary>The surroundings of a test's source. The default is a C# 12 library for .NET 8 with nullable on.</summary>
internal sealed record Setup
{
    public static readonly Setup Default = new();

    /// <summary>A compilation that knows channels only from their package, and <c>IAsyncEnumerable</c> not at all.</summary>
    public static readonly Setup NetStandard20 = new() { References = TestReferences.NetStandard20 };

    /// <summary>The rules about races.</summary>
    public static readonly Setup Races = new() { Rules = [AbandonedWait.Id, LingeringDelay.Id] };

    /// <summary>The rules about what has to be disposed: linked sources and registrations.</summary>
    public static readonly Setup Handles = new() { Rules = [LostLinkedSource.Id, LeftRegistration.Id] };

    /// <summary>The newest version that the oldest tested Roslyn knows.</summary>
    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp12;

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    public OutputKind Output { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    public TestReferences References { get; init; } = TestReferences.Net80;

    /// <summary>More files of the same project; markup is read in them too.</summary>
    public ImmutableArray<string> OtherSources { get; init; } = [];

    /// <summary>Files of a project that the tested one references.</summary>
    public ImmutableArray<string> LibrarySources { get; init; } = [];

    /// <summary>Files of a project that references the tested one.</summary>
    public ImmutableArray<string> DependentSources { get; init; } = [];

    /// <summary>What a fix makes of the <see cref="DependentSources"/>; by default it leaves them as they are.</summary>
    public ImmutableArray<string> FixedDependentSources { get; init; } = [];

    /// <summary>The framework of a second project that the files of a fix's test belong to, as those of one with two target frameworks do.</summary>
    public TestReferences? OtherFramework { get; init; }

    /// <summary>Lines of an <c>.editorconfig</c>, for all C# files.</summary>
    public string EditorConfig { get; init; } = "";

    /// <summary>The ids looked at; by default those about tasks, which give way to each other. Others are filtered from the result, but stay on.</summary>
    public ImmutableArray<string> Rules { get; init; } = RuleTest.TaskRules;

    /// <summary>Results that markup can't express.</summary>
    public ImmutableArray<DiagnosticResult> Expected { get; init; } = [];

    /// <summary>Also see that a <c>#pragma</c> suppresses each report and that generated code has none.</summary>
    public bool ChecksSuppression { get; init; }

    /// <summary>Compiler errors and reports are let pass; an exception of the analyzer is not.</summary>
    public bool IsBroken { get; init; }

    /// <summary>The reports are collected, not compared.</summary>
    public bool OnlyCollects { get; init; }

    /// <summary>The audit, which is off by default, is on.</summary>
    public bool ShowsAudit { get; init; }

    /// <summary>The <c>global using</c>s are left out.</summary>
    public bool WithoutUsings { get; init; }
}
