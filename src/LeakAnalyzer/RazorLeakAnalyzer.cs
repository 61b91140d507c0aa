using System.Collections.Immutable;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer;

/// <summary>
/// The same rules for the code in Razor files (<c>@code</c>, <c>@{ }</c>, an event's lambda). The Razor compiler puts it into generated files, at which
/// <see cref="TaskLeakAnalyzer"/> doesn't look, and says of each piece where in the Razor file it stands: that is where a report appears.
/// </summary>
/// <remarks>
/// It is an analyzer of its own because whether an analyzer is shown generated code can't depend on the project: here only a project with Razor files
/// registers for anything.
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

    /// <summary>Whether a place of a generated file stands in a Razor file. All else there is the Razor compiler's own.</summary>
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
