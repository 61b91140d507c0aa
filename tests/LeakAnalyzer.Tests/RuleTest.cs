using System.Collections.Immutable;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace LeakAnalyzer.Tests;

/// <summary>A test of the analyzer by Roslyn's testing library, with the settings of a <see cref="Setup"/>.</summary>
internal sealed class RuleTest : CSharpAnalyzerTest<TaskLeakAnalyzer, DefaultVerifier>
{
    private const string ExceptionInAnalyzer = "AD0001";

    public static readonly ImmutableArray<string> AllRules =
        [.. new TaskLeakAnalyzer().SupportedDiagnostics.Select(rule => rule.Id)];

    /// <summary>The rules that only the user can turn on.</summary>
    public static readonly ImmutableArray<string> OffByDefault =
        [.. new TaskLeakAnalyzer().SupportedDiagnostics.Where(rule => !rule.IsEnabledByDefault).Select(rule => rule.Id)];

    /// <summary>The rules about started tasks.</summary>
    public static readonly ImmutableArray<string> TaskRules =
        [.. AllRules.Except([AbandonedWait.Id, LingeringDelay.Id, LostLinkedSource.Id, LeftRegistration.Id])];

    private static readonly string[] Namespaces =
    [
        "System", "System.Collections.Concurrent", "System.Collections.Generic", "System.IO", "System.IO.Pipelines",
        "System.IO.Pipes", "System.Linq", "System.Net", "System.Net.Sockets", "System.Net.WebSockets",
        "System.Runtime.CompilerServices", "System.Threading", "System.Threading.Channels", "System.Threading.Tasks",
        "System.Threading.Tasks.Dataflow",
    ];

    private static readonly string[] OldNamespaces =
    [
        "System", "System.Collections.Concurrent", "System.Collections.Generic", "System.Linq", "System.Threading",
        "System.Threading.Channels", "System.Threading.Tasks",
    ];

    private readonly Setup _setup;

    public RuleTest(Setup setup, string source)
    {
        _setup = setup;
        bool isOld = setup.References.IsOld || setup.Language < LanguageVersion.CSharp10;
        string usings = string.Concat((isOld ? OldNamespaces : Namespaces).Select(name => $"using {name}; "));

        ReferenceAssemblies = TestReferences.None;
        TestState.AdditionalReferences.AddRange(setup.References.Assemblies);
        TestState.OutputKind = setup.Output;
        if (setup.WithoutUsings)
        {
            TestState.Sources.Add(source);
        }
        else if (isOld)
        {
            TestState.Sources.Add(usings + source);
        }
        else
        {
            TestState.Sources.Add(source);
            TestState.Sources.Add(usings.Replace("using", "global using", StringComparison.Ordinal));
        }

        foreach (string other in setup.OtherSources)
        {
            TestState.Sources.Add(other);
        }

        if (!setup.LibrarySources.IsEmpty)
        {
            var library = new ProjectState("Library", LanguageNames.CSharp, "/1/Library", "cs");
            library.AdditionalReferences.AddRange(setup.References.Assemblies);
            foreach (string other in setup.LibrarySources)
            {
                library.Sources.Add(usings + other);
            }

            TestState.AdditionalProjects.Add("Library", library);
            TestState.AdditionalProjectReferences.Add("Library");
        }

        if (setup.EditorConfig.Length > 0)
        {
            TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n\n[*.cs]\n" + setup.EditorConfig));
        }

        TestState.ExpectedDiagnostics.AddRange(setup.Expected);
        CompilerDiagnostics = setup.IsBroken ? CompilerDiagnostics.None : CompilerDiagnostics.Errors;
        if (!setup.ShowsAudit)
        {
            DisabledDiagnostics.AddRange(OffByDefault); // The testing library turns on rules that are off by default.
        }

        if (!setup.ChecksSuppression)
        {
            TestBehaviors |= TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
        }
    }

    public ImmutableArray<Diagnostic> Diagnostics { get; private set; } = [];

    /// <summary>To save time, the workspaces of all tests share their MEF services.</summary>
    protected override Task<Workspace> CreateWorkspaceImplAsync() => Task.FromResult<Workspace>(new AdhocWorkspace());

    protected override ParseOptions CreateParseOptions() =>
        ((CSharpParseOptions)base.CreateParseOptions()).WithLanguageVersion(_setup.Language);

    protected override CompilationOptions CreateCompilationOptions() =>
        ((CSharpCompilationOptions)base.CreateCompilationOptions())
            .WithNullableContextOptions(_setup.Language < LanguageVersion.CSharp8 ? NullableContextOptions.Disable : _setup.Nullable);

    protected override ImmutableArray<(Project project, Diagnostic diagnostic)> FilterDiagnostics(
        ImmutableArray<(Project project, Diagnostic diagnostic)> diagnostics)
    {
        var looked = base.FilterDiagnostics(diagnostics);
        Diagnostics = [.. looked.Select(found => found.diagnostic).Where(report => _setup.Rules.Contains(report.Id))];
        return [.. looked.Where(found => IsCompared(found.diagnostic))];
    }

    private bool IsCompared(Diagnostic diagnostic) =>
        diagnostic.Id == ExceptionInAnalyzer
        || (!_setup.IsBroken && (!AllRules.Contains(diagnostic.Id) || (!_setup.OnlyCollects && _setup.Rules.Contains(diagnostic.Id))));
}
