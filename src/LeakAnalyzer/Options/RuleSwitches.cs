using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Options;

/// <summary>Which rules are on in a file, so that one that is off costs nothing and doesn't keep another from reporting.</summary>
internal sealed class RuleSwitches(Compilation compilation, CancellationToken cancellationToken)
{
    private readonly ConcurrentDictionary<(SyntaxTree Tree, string Id), bool> _isOn = new();

    /// <summary>Whether a rule reports in a file.</summary>
    public bool IsOn(DiagnosticDescriptor rule, SyntaxTree tree) => _isOn.GetOrAdd((tree, rule.Id), _ => Read(rule, tree));

    private bool Read(DiagnosticDescriptor rule, SyntaxTree tree)
    {
        SyntaxTreeOptionsProvider? provider = compilation.Options.SyntaxTreeOptionsProvider;
        if (provider is not null && provider.TryGetDiagnosticValue(tree, rule.Id, cancellationToken, out ReportDiagnostic severity)
            || compilation.Options.SpecificDiagnosticOptions.TryGetValue(rule.Id, out severity)
            || provider is not null && provider.TryGetGlobalDiagnosticValue(rule.Id, cancellationToken, out severity))
        {
            return severity == ReportDiagnostic.Default ? rule.IsEnabledByDefault : severity != ReportDiagnostic.Suppress;
        }

        return rule.IsEnabledByDefault;
    }
}
