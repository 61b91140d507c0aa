using System.Collections.Immutable;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace LeakAnalyzer.Tests;

/// <summary>The settings for a test's code. The default is a C# 12 library for .NET 8 with nullable on.</summary>
internal sealed record Setup
{
    public static readonly Setup Default = new();

    /// <summary>A project that has channels only from their package, and has no <c>IAsyncEnumerable</c>.</summary>
    public static readonly Setup NetStandard20 = new() { References = TestReferences.NetStandard20 };

    /// <summary>The rules about races.</summary>
    public static readonly Setup Races = new() { Rules = [AbandonedWait.Id, LingeringDelay.Id] };

    /// <summary>The rules about handles that have to be disposed: linked sources and registrations.</summary>
    public static readonly Setup Handles = new() { Rules = [LostLinkedSource.Id, LeftRegistration.Id] };

    /// <summary>The language version; by default the newest that the oldest tested Roslyn knows.</summary>
    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp12;

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    public OutputKind Output { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    public TestReferences References { get; init; } = TestReferences.Net80;

    /// <summary>Further files of the same project, which may contain markup too.</summary>
    public ImmutableArray<string> OtherSources { get; init; } = [];

    /// <summary>Files of a project that the tested project references.</summary>
    public ImmutableArray<string> LibrarySources { get; init; } = [];

    /// <summary>Files of a project that references the tested project.</summary>
    public ImmutableArray<string> DependentSources { get; init; } = [];

    /// <summary>The <see cref="DependentSources"/> after the fix; by default they don't change.</summary>
    public ImmutableArray<string> FixedDependentSources { get; init; } = [];

    /// <summary>The framework of a second project that contains the same files, as in a project with two target frameworks.</summary>
    public TestReferences? OtherFramework { get; init; }

    /// <summary>Lines of an <c>.editorconfig</c>, for all C# files.</summary>
    public string EditorConfig { get; init; } = "";

    /// <summary>
    /// The ids of the tested rules; by default the rules about tasks, of which at most one reports each task. Reports of other rules are removed from
    /// the result, although those rules stay on.
    /// </summary>
    public ImmutableArray<string> Rules { get; init; } = RuleTest.TaskRules;

    /// <summary>Expected reports that markup can't express.</summary>
    public ImmutableArray<DiagnosticResult> Expected { get; init; } = [];

    /// <summary>Whether the test also checks that a <c>#pragma</c> suppresses each report, and that generated code has none.</summary>
    public bool ChecksSuppression { get; init; }

    /// <summary>Whether compiler errors and reports are ignored. An exception of the analyzer still fails the test.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Whether the reports are collected instead of compared.</summary>
    public bool OnlyCollects { get; init; }

    /// <summary>Whether the audit, which is off by default, is on.</summary>
    public bool ShowsAudit { get; init; }

    /// <summary>Whether the <c>global using</c>s are left out.</summary>
    public bool WithoutUsings { get; init; }
}
