using System.Reflection;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>Makes the rules' descriptors. The severity of a rule states how certain its reports are.</summary>
internal static class DescriptorFactory
{
    private const string Category = "Reliability";

    /// <summary>The descriptor of a rule, whose page is <c>Rules/{id}_{name}.md</c>.</summary>
    /// <param name="id">The rule's id.</param>
    /// <param name="name">The name of the class that holds the rule.</param>
    /// <param name="title">A title without a period.</param>
    /// <param name="messageFormat">One sentence that names the task, the wait, what is missing and where, and says what to do.</param>
    /// <param name="description">Why it leaks.</param>
    /// <param name="severity">How certain a report is.</param>
    /// <param name="isEnabledByDefault">Whether the rule reports without being asked for; an audit doesn't.</param>
    /// <param name="customTags">The driver's tags.</param>
    public static DiagnosticDescriptor Create(
        string id,
        string name,
        string title,
        string messageFormat,
        string description,
        DiagnosticSeverity severity = DiagnosticSeverity.Warning,
        bool isEnabledByDefault = true,
        params string[] customTags) =>
        new(id, title, messageFormat, Category, severity, isEnabledByDefault, description, HelpLink($"{id}_{name}.md"), customTags);

    /// <summary>The link to a rule's page in the repository that the build names; null where the build names none.</summary>
    private static string? HelpLink(string page)
    {
        foreach (AssemblyMetadataAttribute metadata in typeof(DescriptorFactory).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>())
        {
            if (metadata.Key == "RepositoryUrl" && !string.IsNullOrEmpty(metadata.Value))
            {
                return $"{metadata.Value!.TrimEnd('/')}/blob/main/src/LeakAnalyzer/Rules/{page}";
            }
        }

        return null;
    }
}
