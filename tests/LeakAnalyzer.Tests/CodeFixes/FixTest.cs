using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Testing.Model;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tests.CodeFixes;

/// <summary>
/// A test of a fix by Roslyn's testing library, one report after the other and with fix-all. The result must compile without a warning. If the expected code is
/// unchanged, the fix must not be offered.
/// </summary>
internal sealed class FixTest : CSharpCodeFixTest<TaskLeakAnalyzer, LeakFix, DefaultVerifier>
{
    /// <summary>The <c>using</c> directives for the files of a test.</summary>
    public const string Usings =
        "using System; using System.Collections.Concurrent; using System.Collections.Generic; using System.Linq; "
        + "using System.Threading; using System.Threading.Channels; using System.Threading.Tasks; ";

    private readonly Setup _setup;

    public FixTest(Setup setup, string key)
    {
        _setup = setup;
        CodeActionEquivalenceKey = key;
        CodeActionVerifier = (action, _) => Title = action.Title;
        ReferenceAssemblies = TestReferences.None;
        CompilerDiagnostics = CompilerDiagnostics.Warnings;
        TestBehaviors |= TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
        if (setup.EditorConfig.Length > 0)
        {
            TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n\n[*.cs]\n" + setup.EditorConfig));
        }

        DisabledDiagnostics.AddRange(RuleTest.OffByDefault);
    }

    /// <summary>Gets the title of the action that was applied last.</summary>
    public string? Title { get; private set; }

    public void Fill(string[] sources, string[] expected, string[] expectedOfAll)
    {
        Fill(TestState, sources, _setup.DependentSources);
        Fill(FixedState, expected, _setup.FixedDependentSources);
        if (!expectedOfAll.SequenceEqual(expected))
        {
            // An empty BatchFixedState counts as the same as FixedState.
            Fill(BatchFixedState, expectedOfAll, _setup.FixedDependentSources);
        }

        if (expected.SequenceEqual(sources) && expectedOfAll.SequenceEqual(sources) && _setup.FixedDependentSources.SequenceEqual(_setup.DependentSources))
        {
            CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipFixAllCheck;
        }
        else if (_setup.OtherFramework is null && string.Concat([.. sources, .. _setup.DependentSources]).Split("{|LEAK").Length == 2)
        {
            CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipFixAllInDocumentCheck | CodeFixTestBehaviors.SkipFixAllInProjectCheck;
        }
    }

    /// <summary>To save time, the workspaces of all tests share their MEF services.</summary>
    protected override Task<Workspace> CreateWorkspaceImplAsync() => Task.FromResult<Workspace>(new AdhocWorkspace());

    private void Fill(SolutionState state, string[] sources, ImmutableArray<string> dependentSources)
    {
        AddDependent(state, dependentSources);
        state.OutputKind = _setup.Output;
        state.AdditionalReferences.AddRange(_setup.References.Assemblies);
        state.MarkupHandling = MarkupMode.Allow;
        bool hasGlobalUsings = _setup.Language >= LanguageVersion.CSharp10;
        foreach (string source in sources)
        {
            state.Sources.Add(_setup.WithoutUsings || hasGlobalUsings ? source : Usings + source);
        }

        if (!_setup.WithoutUsings && hasGlobalUsings)
        {
            state.Sources.Add(Usings.Replace("using", "global using", StringComparison.Ordinal));
        }

        if (_setup.OtherFramework is { } other)
        {
            AddTwin(state, other);
        }
    }

    /// <summary>Adds a project for a second target framework, with the language version that the library sets only in the first.</summary>
    protected override async Task<Project> CreateProjectImplAsync(EvaluatedProjectState primaryProject, ImmutableArray<EvaluatedProjectState> additionalProjects, CancellationToken cancellationToken)
    {
        Project project = await base.CreateProjectImplAsync(primaryProject, additionalProjects, cancellationToken);
        return _setup.OtherFramework is null
            ? project
            : project.Solution.Projects.Aggregate(project.Solution, (solution, each) => solution.WithProjectParseOptions(each.Id, project.ParseOptions!)).GetProject(project.Id)!;
    }

    protected override ParseOptions CreateParseOptions() =>
        ((CSharpParseOptions)base.CreateParseOptions()).WithLanguageVersion(_setup.Language);

    protected override CompilationOptions CreateCompilationOptions() =>
        ((CSharpCompilationOptions)base.CreateCompilationOptions())
            .WithNullableContextOptions(_setup.Language < LanguageVersion.CSharp8 ? NullableContextOptions.Disable : _setup.Nullable);

    protected override bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics) =>
        diagnostic.Id != "CS1998" && base.IsCompilerDiagnosticIncluded(diagnostic, compilerDiagnostics);

    private static void AddTwin(SolutionState state, TestReferences framework)
    {
        var twin = new ProjectState("Twin", LanguageNames.CSharp, "/1/Twin", "cs");
        twin.AdditionalReferences.AddRange(framework.Assemblies);
        foreach ((string path, SourceText code) in state.Sources)
        {
            twin.Sources.Add((path, code));
        }

        state.AdditionalProjects.Add(twin.Name, twin);
    }

    private void AddDependent(SolutionState state, ImmutableArray<string> sources)
    {
        if (sources.IsEmpty)
        {
            return;
        }

        var dependent = new ProjectState("Dependent", LanguageNames.CSharp, "/1/Dependent", "cs") { AdditionalProjectReferences = { "TestProject" } };
        dependent.AdditionalReferences.AddRange(_setup.References.Assemblies);
        foreach (string source in sources)
        {
            dependent.Sources.Add(Usings + source);
        }

        state.AdditionalProjects.Add(dependent.Name, dependent);
    }
}
