using System.Collections.Immutable;
using LeakAnalyzer.FixContract;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Reporting;

/// <summary>Turns a finding into the diagnostic that users and fixes read.</summary>
internal static class DiagnosticFactory
{
    /// <summary>The diagnostic of a finding: the waits are its additional locations, its properties say which fixes are right.</summary>
    public static Diagnostic Create(Finding finding) => Diagnostic.Create(
        finding.Descriptor,
        finding.Location,
        finding.Waits.Select(wait => wait.Syntax.GetLocation()),
        Properties(finding),
        finding.MessageArguments);

    private static ImmutableDictionary<string, string?> Properties(Finding finding)
    {
        if (finding.Remedy.Fixes.IsEmpty)
        {
            return ImmutableDictionary<string, string?>.Empty;
        }

        ImmutableDictionary<string, string?>.Builder properties = ImmutableDictionary.CreateBuilder<string, string?>();
        properties[FixProperties.Fixes] = string.Join(",", finding.Remedy.Fixes);
        properties[FixProperties.ScopeSpan] = SpanText.Format(finding.Scope.Function.Span);
        properties[FixProperties.ScopeName] = finding.Scope.Name;
        properties[FixProperties.TokenSlots] = TokenSlot.Format(finding.Remedy.Slots);
        if (!finding.Remedy.Threads.IsEmpty)
        {
            properties[FixProperties.TokenThreads] = TokenThread.Format(finding.Remedy.Threads);
        }

        if (finding.Remedy.Token is { } token)
        {
            properties[FixProperties.Token] = token;
        }

        if (finding.Remedy.Cancel is { } place)
        {
            properties[FixProperties.CancelPlace] = place.Format();
        }

        if (finding.Remedy.Block is { } block)
        {
            properties[FixProperties.BlockSpan] = SpanText.Format(block.Span);
        }

        if (finding.Remedy.Handle is { } handle)
        {
            properties[FixProperties.Handle] = handle.ToString();
        }

        if (finding.Remedy.Owner is { } owner)
        {
            properties[FixProperties.OwnerSource] = owner.Format();
        }

        if (finding.Remedy.Completion is { } completion)
        {
            properties[FixProperties.Completion] = completion.Format();
        }

        if (finding.Remedy.Join is { } join)
        {
            properties[FixProperties.Join] = join.Format();
        }

        if (finding.Scope.IsAsync)
        {
            properties[FixProperties.ScopeIsAsync] = bool.TrueString;
        }

        return properties.ToImmutable();
    }
}
