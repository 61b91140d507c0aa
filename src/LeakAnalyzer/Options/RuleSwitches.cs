using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Options;

/// <summary>Which rules are off in a file, so that they cost nothing there and don't keep another from reporting.</summary>
internal sealed class RuleSwitches
{
    private readonly Compilation _compilation;
    private readonly ImmutableArray<DiagnosticDescriptor> _rules;
    private readonly CancellationToken _cancellationToken;
    private readonly ConcurrentDictionary<SyntaxTree, HashSet<string>> _off = new();
    private readonly Func<SyntaxTree, HashSet<string>> _readOff;

    /// <summary>Makes the switches of a compilation.</summary>
    public RuleSwitches(Compilation compilation, ImmutableArray<DiagnosticDescriptor> rules, CancellationToken cancellationToken)
    {
        _compilation = compilation;
        _rules = rules;
        _cancellationToken = cancellationToken;
        _readOff = ReadOff;
    }

    /// <summary>Whether a rule reports in a file.</summary>
    public bool IsOn(DiagnosticDescriptor rule, SyntaxTree tree) => !_off.GetOrAdd(tree, _readOff).Contains(rule.Id);

    private HashSet<string> ReadOff(SyntaxTree tree)
    {
        var off = new HashSet<string>();
        foreach (DiagnosticDescriptor rule in _rules)
        {
            if (!ReadIsOn(rule, tree))
            {
                off.Add(rule.Id);
            }
        }

        return off;
    }

    private bool ReadIsOn(DiagnosticDescriptor rule, SyntaxTree tree)
    {
        SyntaxTreeOptionsProvider? provider = _compilation.Options.SyntaxTreeOptionsProvider;
        if (provider is not null && provider.TryGetDiagnosticValue(tree, rule.Id, _cancellationToken, out ReportDiagnostic severity)
            || _compilation.Options.SpecificDiagnosticOptions.TryGetValue(rule.Id, out severity)
            || provider is not null && provider.TryGetGlobalDiagnosticValue(rule.Id, _cancellationToken, out severity))
        {
            return severity == ReportDiagnostic.Default ? rule.IsEnabledByDefault : severity != ReportDiagnostic.Suppress;
        }

        return rule.IsEnabledByDefault;
    }
}
