using System.Reflection;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer;

/// <summary>What every rule says of itself. Severity states certainty.</summary>
internal static class DiagnosticDescriptors
{
    private const string Category = "Reliability";

    /// <remarks>An id of its own, because it is about the configuration and not about the code: it is told once, at the compilation.</remarks>
    public static readonly DiagnosticDescriptor UnusableOption = Create(
        DiagnosticIds.UnusableOption,
        title: "An option of LeakAnalyzer can't be used",
        messageFormat: "The option '{0}' is ignored: {1}",
        description: "A value in .editorconfig that names nothing, or that can't be read, is ignored by the rules.",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <remarks>
    /// An id of its own, because nothing at all can end the wait: it is the strongest claim about a detached task,
    /// and the one whose remedy is always a token, whoever calls the scope.
    /// </remarks>
    public static readonly DiagnosticDescriptor UngovernedWait = Create(
        DiagnosticIds.UngovernedWait,
        title: "A task that nobody awaits waits for something that may never come",
        messageFormat: "The task started by '{0}' is never awaited and waits on '{1}', {2}",
        description: "The task never completes: its 'finally' blocks never run, and each call of the scope leaves one more. "
            + "Give the wait a token that is cancelled when the scope exits.");

    private static DiagnosticDescriptor Create(
        string id, string title, string messageFormat, string description, params string[] customTags) =>
        new(id, title, messageFormat, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, description, HelpLink(id), customTags);

    /// <summary>The rule's page in the repository that the build names; none where it names none.</summary>
    private static string? HelpLink(string id)
    {
        foreach (AssemblyMetadataAttribute metadata in typeof(DiagnosticDescriptors).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>())
        {
            if (metadata.Key == "RepositoryUrl" && !string.IsNullOrEmpty(metadata.Value))
            {
                return $"{metadata.Value!.TrimEnd('/')}/blob/main/src/LeakAnalyzer/Rules/{id}.md";
            }
        }

        return null;
    }
}
