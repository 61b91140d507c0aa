using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Benchmarks.Speed;

/// <summary>Compiles code against the framework that the benchmarks run on.</summary>
internal static class CodeCompilation
{
    private static readonly MetadataReference[] s_references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>Creates a compilation of the texts. Throws if the code has errors.</summary>
    public static Compilation Of(IEnumerable<string> files)
    {
        var compilation = CSharpCompilation.Create(
            "Measured",
            files.Select((text, i) => CSharpSyntaxTree.ParseText(text, path: $"File{i}.cs")),
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return compilation.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error
            ? throw new InvalidOperationException($"The code doesn't compile: {error}")
            : compilation;
    }
}
