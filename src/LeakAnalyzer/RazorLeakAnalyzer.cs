using System.Collections.Immutable;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer;

/// <summary>
/// Applies the rules to the code in Razor files. The Razor compiler puts that code into generated files, and the reports appear in the Razor file.
/// </summary>
/// <remarks>
/// An analyzer says once, for all projects, whether it analyzes generated code, so this one is apart from <see cref="TaskLeakAnalyzer"/>.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RazorLeakAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] s_generated = ["_razor.g.cs", "_cshtml.g.cs", ".razor.g.cs", ".cshtml.g.cs"];
    private static readonly string[] s_written = [".razor", ".cshtml"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => AllRules.AboutCode;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.SyntaxTrees.Any(IsOfRazor))
        {
            new OperationAnalysis(context).Register(IsOfRazor, finding => IsWritten(finding.Location));
        }
    }

    private static bool IsOfRazor(SyntaxTree tree) => EndsWithAny(tree.FilePath, s_generated);

    /// <summary>Whether a location in a generated file maps to a Razor file, so that the user wrote the code.</summary>
    private static bool IsWritten(Location location) => location.GetMappedLineSpan() is { HasMappedPath: true } span && EndsWithAny(span.Path, s_written);

    private static bool EndsWithAny(string path, string[] endings)
    {
        foreach (string ending in endings)
        {
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
