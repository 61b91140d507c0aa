using System.Collections.Concurrent;
using System.Text;
using LeakAnalyzer.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Creates solutions from generated code.</summary>
internal static class GeneratedSolution
{
    private const string Given =
        """
        internal static class Given
        {
            public static System.Threading.Channels.ChannelReader<int> Reader { get; } = System.Threading.Channels.Channel.CreateUnbounded<int>().Reader;
            public static System.Threading.SemaphoreSlim Gate { get; } = new System.Threading.SemaphoreSlim(0);
            public static System.Threading.Tasks.TaskCompletionSource<int> Promise { get; } = new System.Threading.Tasks.TaskCompletionSource<int>();
            public static System.Threading.CancellationToken Token => default(System.Threading.CancellationToken);
            public static bool Flag => System.Environment.TickCount > 0;
            public static void Run(System.Func<System.Threading.Tasks.Task> work) => work().Wait();
        }
        """;

    private static readonly AdhocWorkspace s_workspace = new();
    private static readonly ConcurrentDictionary<Key, Solution> s_bases = [];

    public static Solution Of(GeneratedCode code)
    {
        var key = new Key(code.Language, code.IsNewFramework, code.Nullable, code.Output, code.Documentation, code.HasGlobalUsings, code.HasTwoProjects);
        Solution solution = s_bases.GetOrAdd(key, Base);
        ProjectId[] projects = [.. solution.ProjectIds];
        foreach ((int number, (string text, bool isOfSecond)) in code.Documents.Index())
        {
            solution = solution.AddDocument(
                DocumentId.CreateNewId(projects[isOfSecond ? 1 : 0]), $"File{number}.cs", SourceText.From(text, new UTF8Encoding(code.HasByteOrderMark)), filePath: $"/File{number}.cs");
        }

        return solution;
    }

    private static Solution Base(Key key)
    {
        Solution solution = s_workspace.CurrentSolution;
        foreach (string name in key.HasTwoProjects ? ["One", "Two"] : new[] { "One" })
        {
            var id = ProjectId.CreateNewId();
            solution = solution
                .AddProject(ProjectInfo.Create(
                    id,
                    VersionStamp.Default,
                    name,
                    name,
                    LanguageNames.CSharp,
                    compilationOptions: new CSharpCompilationOptions(key.Output, nullableContextOptions: key.Nullable, allowUnsafe: true, warningLevel: 9999),
                    parseOptions: new CSharpParseOptions(key.Language, key.Documentation, preprocessorSymbols: ["TRACE"]),
                    metadataReferences: (key.IsNewFramework ? TestReferences.Hosting : TestReferences.NetStandard20).Assemblies))
                .AddDocument(DocumentId.CreateNewId(id), "Given.cs", Given, filePath: $"/{name}/Given.cs");
            if (name == "Two")
            {
                solution = solution.AddProjectReference(id, new ProjectReference(solution.ProjectIds[0]));
            }

            if (key.HasGlobalUsings)
            {
                solution = solution.AddDocument(DocumentId.CreateNewId(id), "Usings.cs", GeneratedCode.GlobalUsings, filePath: $"/{name}/Usings.cs");
            }
        }

        return solution;
    }

    private sealed record Key(
        LanguageVersion Language,
        bool IsNewFramework,
        NullableContextOptions Nullable,
        OutputKind Output,
        DocumentationMode Documentation,
        bool HasGlobalUsings,
        bool HasTwoProjects);
}
