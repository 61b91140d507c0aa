using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer.GroundTruth;

/// <summary>A program as a project of a Roslyn workspace, before or after a fix.</summary>
internal sealed class ProgramCode
{
    private const string Usings = """
        global using System;
        global using System.Collections.Concurrent;
        global using System.Collections.Generic;
        global using System.Diagnostics;
        global using System.IO;
        global using System.IO.Pipelines;
        global using System.Linq;
        global using System.Net;
        global using System.Net.Sockets;
        global using System.Runtime.CompilerServices;
        global using System.Threading;
        global using System.Threading.Channels;
        global using System.Threading.Tasks;
        global using LeakAnalyzer.GroundTruth;
        global using Microsoft.Extensions.Hosting;
        """;

    private const string WebUsings = """
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly ImmutableArray<MetadataReference> s_references = References("System.", "Microsoft.Extensions.");

    private static readonly ImmutableArray<MetadataReference> s_webReferences = References("System.", "Microsoft.Extensions.", "Microsoft.AspNetCore.");

    /// <summary>The programs contain, on purpose, calls that aren't awaited.</summary>
    private static readonly ImmutableDictionary<string, ReportDiagnostic> s_silenced =
        ImmutableDictionary<string, ReportDiagnostic>.Empty.Add("CS4014", ReportDiagnostic.Suppress);

    private ProgramCode(Project project, Compilation compilation, ImmutableArray<Diagnostic> reports)
    {
        Project = project;
        Compilation = compilation;
        Reports = reports;
    }

    public Project Project { get; }

    public Compilation Compilation { get; }

    public ImmutableArray<Diagnostic> Reports { get; }

    /// <summary>Creates the project of a program, as it is written.</summary>
    public static Task<ProgramCode> OfAsync(GroundTruthProgram program)
    {
        bool isOld = program.Language < LanguageVersion.CSharp10;
        var parse = new CSharpParseOptions(program.Language, preprocessorSymbols: ["TRACE"]);
        bool isTopLevel = CSharpSyntaxTree.ParseText(program.Files[0].Text, parse).GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        var options = new CSharpCompilationOptions(
            isTopLevel ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            specificDiagnosticOptions: s_silenced,
            nullableContextOptions: isOld ? NullableContextOptions.Disable : NullableContextOptions.Enable);

        IEnumerable<SourceFile> files = isOld ? program.Files : program.Files.Append(new SourceFile("Usings.cs", Usings));
        return OfAsync(ProjectOf(files, parse, options, s_references));
    }

    /// <summary>Creates the project of a web service from files without the entry point.</summary>
    public static Task<ProgramCode> OfServiceAsync(IEnumerable<SourceFile> files) => OfAsync(ProjectOf(
        files.Append(new SourceFile("Usings.cs", Usings + "\n" + WebUsings)),
        new CSharpParseOptions(LanguageVersion.CSharp13),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, specificDiagnosticOptions: s_silenced, nullableContextOptions: NullableContextOptions.Enable),
        s_webReferences));

    /// <summary>Compiles and analyses a project.</summary>
    public static async Task<ProgramCode> OfAsync(Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync())!;
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers([new TaskLeakAnalyzer()]);
        ImmutableArray<Diagnostic> reports = await analysis.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        return new ProgramCode(
            project,
            compilation,
            [.. reports.OrderBy(report => report.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(report => report.Location.SourceSpan)]);
    }

    /// <summary>Gets the lines on which the analyzer reports.</summary>
    public IEnumerable<ReportedLine> ReportedLines() => Reports.Select(report =>
    {
        FileLinePositionSpan place = report.Location.GetLineSpan();
        return new ReportedLine(place.Path, place.StartLinePosition.Line, report.Id);
    });

    public IEnumerable<Diagnostic> CompilerMessages() =>
        Compilation.GetDiagnostics().Where(message => message.Severity >= DiagnosticSeverity.Warning);

    /// <summary>Gets the text of all files, for the message of a failed test.</summary>
    public async Task<string> TextAsync()
    {
        var texts = new List<string>();
        foreach (Document document in Project.Documents.Where(document => document.Name != "Usings.cs"))
        {
            texts.Add($"// {document.Name}\n{await document.GetTextAsync()}");
        }

        return string.Join("\n", texts);
    }

    private static Project ProjectOf(IEnumerable<SourceFile> files, CSharpParseOptions parse, CSharpCompilationOptions options, ImmutableArray<MetadataReference> references)
    {
        var id = ProjectId.CreateNewId();
        Solution solution = new AdhocWorkspace().CurrentSolution
            .AddProject(ProjectInfo.Create(id, VersionStamp.Default, "Program", "Program", LanguageNames.CSharp)
                .WithParseOptions(parse).WithCompilationOptions(options).WithMetadataReferences(references));
        foreach (SourceFile file in files)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(id), file.Path, file.Text, filePath: file.Path);
        }

        return solution.GetProject(id)!;
    }

    /// <summary>Gets the framework's assemblies whose names begin with one of the texts, and the assembly of <see cref="World"/>.</summary>
    private static ImmutableArray<MetadataReference> References(params string[] starts) =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => starts.Any(start => Path.GetFileName(path).StartsWith(start, StringComparison.Ordinal)) || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll")
            .Append(typeof(World).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
