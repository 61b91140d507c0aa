using System.Collections.Immutable;
using System.Reflection;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>Tells how the files of a rule are named, and how tables write its severity.</summary>
internal static class RuleFiles
{
    /// <summary>The classes that contain a rule, by the rule's id.</summary>
    public static readonly ImmutableDictionary<string, Type> Classes = typeof(AllRules).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(AllRules).Namespace && DescriptorOf(type) is not null)
        .ToImmutableDictionary(type => DescriptorOf(type)!.Id);

    /// <summary>Gets the name of the rule's files, without their extension: <c>LEAK001_UngovernedWait</c>.</summary>
    public static string NameOf(string id) => $"{id}_{Classes[id].Name}";

    /// <summary>Gets a rule's severity in the form that the tables use.</summary>
    public static string SeverityOf(DiagnosticDescriptor rule) =>
        !rule.IsEnabledByDefault ? "off"
        : rule.DefaultSeverity == DiagnosticSeverity.Info ? "suggestion"
        : rule.DefaultSeverity.ToString().ToLowerInvariant();

    private static DiagnosticDescriptor? DescriptorOf(Type type) =>
        type.GetField("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as DiagnosticDescriptor;
}
