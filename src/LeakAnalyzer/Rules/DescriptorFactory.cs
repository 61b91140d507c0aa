using System.Reflection;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>Creates the rules' descriptors. A rule's severity says how certain its reports are.</summary>
internal static class DescriptorFactory
{
    private const string Category = "Reliability";

    /// <summary>Creates the descriptor of a rule. The rule's page is <c>Rules/{id}_{name}.md</c>.</summary>
    /// <param name="id">The rule's id.</param>
    /// <param name="name">The name of the rule's class.</param>
    /// <param name="title">A title without a period.</param>
    /// <param name="messageFormat">One sentence that says which task or object is reported, what is missing and where, and what to do.</param>
    /// <param name="description">Why the reported code leaks.</param>
    /// <param name="severity">How certain a report is.</param>
    /// <param name="isEnabledByDefault">Whether the rule is on unless the user turns it off. An audit is off unless the user turns it on.</param>
    /// <param name="customTags">Tags for the analyzer driver, such as those in <see cref="WellKnownDiagnosticTags"/>.</param>
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

    /// <summary>
    /// Gets the link to a rule's page in the repository whose address the build puts into the assembly; null if the build puts none there.
    /// </summary>
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
