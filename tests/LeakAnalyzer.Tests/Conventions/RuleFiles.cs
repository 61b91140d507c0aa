using System.Collections.Immutable;
using System.Reflection;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>The names of a rule's files, and its severity as the tables write it.</summary>
internal static class RuleFiles
{
    /// <summary>The classes of the rules, by the rules' ids.</summary>
    public static readonly ImmutableDictionary<string, Type> Classes = typeof(AllRules).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(AllRules).Namespace && DescriptorOf(type) is not null)
        .ToImmutableDictionary(type => DescriptorOf(type)!.Id);

    /// <summary>Gets the name of a rule's files, such as <c>LEAK001_UngovernedWait</c>.</summary>
    public static string NameOf(string id) => $"{id}_{Classes[id].Name}";

    /// <summary>Gets a rule's severity as the tables write it: <c>off</c>, <c>suggestion</c> or <c>warning</c>.</summary>
    public static string SeverityOf(DiagnosticDescriptor rule) =>
        !rule.IsEnabledByDefault ? "off"
        : rule.DefaultSeverity == DiagnosticSeverity.Info ? "suggestion"
        : rule.DefaultSeverity.ToString().ToLowerInvariant();

    private static DiagnosticDescriptor? DescriptorOf(Type type) =>
        type.GetField("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as DiagnosticDescriptor;
}
