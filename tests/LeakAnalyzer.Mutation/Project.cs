using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Mutation;

/// <summary>A project that is compiled in this process, with the compiler's arguments of its build.</summary>
internal sealed class Project
{
    private readonly CSharpCompilation _compilation;

    private Project(string assembly, CSharpCompilation compilation)
    {
        Assembly = assembly;
        _compilation = compilation;
    }

    public string Assembly { get; }

    /// <summary>Loads a project, and asks MSBuild for the compiler's arguments.</summary>
    public static Project Load(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        string configuration = typeof(Project).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        using var build = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                "msbuild", path, "-t:Compile", "-getItem:CscCommandLineArgs", "-p:ProvideCommandLineArgs=true", "-p:SkipCompilerExecution=true",
                "-p:BuildProjectReferences=false", "-p:NonExistentFile=none", $"-p:Configuration={configuration}",
            ]) { RedirectStandardOutput = true })!;
        using var answer = JsonDocument.Parse(build.StandardOutput.ReadToEnd());
        string[] call = [.. answer.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];

        CSharpCommandLineArguments arguments = CSharpCommandLineParser.Default.Parse(call, folder, sdkDirectory: null);
        var compilation = CSharpCompilation.Create(
            arguments.CompilationName,
            arguments.SourceFiles.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file.Path), arguments.ParseOptions, file.Path)),
            arguments.ResolveMetadataReferences(new Resolver(folder)),
            arguments.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Default).WithSpecificDiagnosticOptions([]));
        CSharpGeneratorDriver
            .Create(Generators(arguments), parseOptions: arguments.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _);
        return new Project(arguments.OutputFileName!, (CSharpCompilation)complete);
    }

    public IEnumerable<Mutant> FindMutants(Func<SyntaxTree, bool> isChosen) =>
        from tree in _compilation.SyntaxTrees.Where(isChosen).OrderBy(tree => tree.FilePath.Replace('\\', '/'), StringComparer.Ordinal)
        from mutant in MutantFinder.Find(_compilation.GetSemanticModel(tree))
        select mutant;

    public Project With(Mutant mutant)
    {
        SyntaxTree tree = _compilation.SyntaxTrees.Single(tree => tree.FilePath == mutant.Path);
        SyntaxTree changed = tree.WithChangedText(tree.GetText().WithChanges(new TextChange(mutant.Span, mutant.Replacement)));
        return new Project(Assembly, _compilation.ReplaceSyntaxTree(tree, changed));
    }

    /// <summary>Gets the project with probes in the blocks of the chosen files.</summary>
    public Project With(Probes probes, Func<SyntaxTree, bool> isChosen) => new(
        Assembly,
        _compilation.SyntaxTrees.Where(isChosen)
            .Aggregate(_compilation, (compilation, tree) => compilation.ReplaceSyntaxTree(tree, probes.In(tree)))
            .AddSyntaxTrees(probes.Receiver((CSharpParseOptions)_compilation.SyntaxTrees[0].Options)));

    /// <summary>Writes the assembly to a file. Returns the errors that prevent this.</summary>
    public IReadOnlyList<Diagnostic> Write(string path)
    {
        using var bytes = new MemoryStream();
        var result = _compilation.Emit(bytes);
        if (result.Success)
        {
            File.WriteAllBytes(path, bytes.ToArray());
        }

        return [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }

    private static IEnumerable<ISourceGenerator> Generators(CSharpCommandLineArguments arguments) =>
        arguments.AnalyzerReferences
            .Where(reference => reference.FilePath.Contains("SourceGenerators"))
            .SelectMany(reference => new AnalyzerFileReference(reference.FilePath, new Loader()).GetGenerators(LanguageNames.CSharp));

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }

    private sealed class Resolver(string folder) : MetadataReferenceResolver
    {
        public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
            [MetadataReference.CreateFromFile(Path.Combine(folder, reference), properties)];

        public override bool Equals(object? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => folder.GetHashCode();
    }
}
