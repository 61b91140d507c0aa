using System.Collections.Immutable;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer;

/// <summary>
/// Applies the rules of <see cref="TaskLeakAnalyzer"/> to the code in Razor files: <c>@code</c>, <c>@{ }</c> and the lambdas of event handlers. The
/// Razor compiler puts that code into generated files, which <see cref="TaskLeakAnalyzer"/> doesn't analyze. The generated files map each piece of
/// code back to the Razor file, and the reports appear there.
/// </summary>
/// <remarks>
/// This is a separate analyzer because an analyzer has to declare for all projects whether it analyzes generated code. This one does, but it
/// registers actions only in projects with Razor files.
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

    /// <summary>
    /// Whether a location in a generated file maps to a Razor file. Other code in the generated file was written by the Razor compiler and not by the
    /// user, so nothing is reported there.
    /// </summary>
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
