using System.Collections.Immutable;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace LeakAnalyzer.Tests;

/// <summary>How the code of a test is compiled and analysed. By default it is a C# 12 library for .NET 8 with nullable reference types.</summary>
internal sealed record Setup
{
    public static readonly Setup Default = new();

    /// <summary>A .NET Standard 2.0 project that references the package with channels.</summary>
    public static readonly Setup NetStandard20 = new() { References = TestReferences.NetStandard20 };

    /// <summary>A .NET 10 project in the newest language version that the tested Roslyn knows.</summary>
    public static readonly Setup Net100 = new() { Language = LanguageVersion.Latest, References = TestReferences.Net100 };

    /// <summary>Tests only the rules about races (of <c>Task.WhenAny</c> or the like).</summary>
    public static readonly Setup Races = new() { Rules = [AbandonedWait.Id, LingeringDelay.Id] };

    /// <summary>Tests only the rules about what has to be disposed: linked sources and registrations.</summary>
    public static readonly Setup Handles = new() { Rules = [LostLinkedSource.Id, LeftRegistration.Id] };

    /// <summary>The default is the newest version that the oldest supported Roslyn knows.</summary>
    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp12;

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    public OutputKind Output { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    public TestReferences References { get; init; } = TestReferences.Net80;

    /// <summary>Gets further files of the project.</summary>
    public ImmutableArray<string> OtherSources { get; init; } = [];

    /// <summary>Gets the files of a project that the tested project references.</summary>
    public ImmutableArray<string> LibrarySources { get; init; } = [];

    /// <summary>Gets the files of a project that references the tested project.</summary>
    public ImmutableArray<string> DependentSources { get; init; } = [];

    /// <summary>Gets the <see cref="DependentSources"/> after the fix. By default they are unchanged.</summary>
    public ImmutableArray<string> FixedDependentSources { get; init; } = [];

    /// <summary>Gets the references of a second target framework; null for none.</summary>
    public TestReferences? OtherFramework { get; init; }

    /// <summary>Gets lines of an <c>.editorconfig</c>.</summary>
    public string EditorConfig { get; init; } = "";

    /// <summary>Gets the ids of the tested rules, by default those about tasks.</summary>
    public ImmutableArray<string> Rules { get; init; } = RuleTest.TaskRules;

    /// <summary>Gets the expected reports that a mark in the code can't express.</summary>
    public ImmutableArray<DiagnosticResult> Expected { get; init; } = [];

    /// <summary>Whether the test also checks that <c>#pragma warning disable</c> suppresses the reports, and that generated code has none.</summary>
    public bool ChecksSuppression { get; init; }

    /// <summary>Whether the code may have errors and any reports. The test then fails only if the analyzer throws.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Whether the reports are only collected, not compared with the marks.</summary>
    public bool OnlyCollects { get; init; }

    /// <summary>Whether the audit LEAK011 is on. It is off by default.</summary>
    public bool ShowsAudit { get; init; }

    public bool WithoutUsings { get; init; }
}
