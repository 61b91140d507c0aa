using LeakAnalyzer.Options;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK000: an option in <c>.editorconfig</c> can't be used.</summary>
internal static class UnusableOption
{
    public const string Id = "LEAK000";

    /// <summary>A rule of its own, because its reports are about the configuration, not about code.</summary>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(UnusableOption),
        title: "An option of LeakAnalyzer can't be used",
        messageFormat: "The option '{0}' is ignored: {1}",
        cause: "A value in .editorconfig that can't be read, and a key that starts with 'leak_analyzer.' and is no option, are ignored by the "
            + "rules.",
        fix: "Correct the key or the value. A symbol is named by its documentation id or its full name; '|' separates several.",
        category: DescriptorFactory.CategoryOfOptions,
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>Creates the report about an option, which has no location.</summary>
    public static Diagnostic Report(OptionProblem problem) => Diagnostic.Create(
        Descriptor, Location.None, problem.IsCertain ? Descriptor.DefaultSeverity : DiagnosticSeverity.Info, additionalLocations: null, properties: null, problem.Key, problem.Text);
}
