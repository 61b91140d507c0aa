using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Options;

/// <summary>Tells which rules are on in a file. A rule that is off isn't evaluated there.</summary>
internal sealed class RuleSwitches(Compilation compilation, CancellationToken cancellationToken)
{
    private readonly ConcurrentDictionary<(SyntaxTree Tree, string Id), bool> _isOn = new();

    /// <summary>Whether a rule is on in a file.</summary>
    public bool IsOn(DiagnosticDescriptor rule, SyntaxTree tree)
    {
        if (!_isOn.TryGetValue((tree, rule.Id), out bool isOn))
        {
            isOn = ReadIsOn(rule, tree);
            _isOn.TryAdd((tree, rule.Id), isOn);
        }

        return isOn;
    }

    private bool ReadIsOn(DiagnosticDescriptor rule, SyntaxTree tree)
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
