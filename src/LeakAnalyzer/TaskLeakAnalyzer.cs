using System.Collections.Immutable;
using LeakAnalyzer.Options;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer;

/// <summary>The analyzer of all rules.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskLeakAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => AllRules.Descriptors;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        var analysis = new OperationAnalysis(context);
        analysis.Register(isAnalyzed: static _ => true, isReported: static _ => true);
        context.RegisterCompilationEndAction(end =>
        {
            foreach (OptionProblem problem in analysis.OptionProblems)
            {
                end.ReportDiagnostic(UnusableOption.Report(problem));
            }
        });
    }
}
