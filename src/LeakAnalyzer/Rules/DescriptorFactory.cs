using System.Reflection;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>Creates the rules' descriptors.</summary>
internal static class DescriptorFactory
{
    /// <summary>The category of the rules about code.</summary>
    public const string Category = "LeakAnalyzer";

    /// <summary>
    /// The category of the rule about options. A build can fail on <see cref="Category"/> and still accept an option that is meant for another project.
    /// </summary>
    public const string CategoryOfOptions = "LeakAnalyzerOptions";

    private static readonly string? s_pages = FindPagesAddress();

    /// <summary>Creates the descriptor of a rule.</summary>
    /// <param name="id">The rule's id.</param>
    /// <param name="name">The name of the rule's class.</param>
    /// <param name="title">A title without a period.</param>
    /// <param name="messageFormat">One sentence that says which task or object is reported, what is missing and where, and what to do.</param>
    /// <param name="cause">Why the reported code leaks.</param>
    /// <param name="fix">What to do.</param>
    /// <param name="severity">How certain a report is.</param>
    /// <param name="isEnabledByDefault">Whether the rule is on unless the user turns it off.</param>
    /// <param name="category">The category by which a configuration sets the severity of several rules.</param>
    /// <param name="customTags">Tags for the analyzer driver, such as those in <see cref="WellKnownDiagnosticTags"/>.</param>
    public static DiagnosticDescriptor Create(
        string id,
        string name,
        string title,
        string messageFormat,
        string cause,
        string fix,
        DiagnosticSeverity severity = DiagnosticSeverity.Warning,
        bool isEnabledByDefault = true,
        string category = Category,
        params string[] customTags) =>
        new(
            id,
            title,
            messageFormat,
            category,
            severity,
            isEnabledByDefault,
            description: $"{cause} {fix} {Suppression(id, category)}",
            helpLinkUri: s_pages is null ? null : $"{s_pages}/{id}_{name}.md",
            customTags);

    private static string Suppression(string id, string category) => category == CategoryOfOptions
        ? $"To suppress the report, set 'dotnet_diagnostic.{id}.severity = none' in a global configuration file."
        : $"To suppress a report, write '#pragma warning disable {id}' before the code, or set 'dotnet_diagnostic.{id}.severity = none' in .editorconfig.";

    /// <summary>Gets the web address of the folder with the rules' pages; null if the build doesn't know it.</summary>
    private static string? FindPagesAddress()
    {
        foreach (AssemblyMetadataAttribute metadata in typeof(DescriptorFactory).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>())
        {
            if (metadata.Key == "RulePagesUrl" && !string.IsNullOrEmpty(metadata.Value))
            {
                return metadata.Value;
            }
        }

        return null;
    }
}
