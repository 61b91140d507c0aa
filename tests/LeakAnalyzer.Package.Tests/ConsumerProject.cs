using System.Text.RegularExpressions;

namespace LeakAnalyzer.Package.Tests;

/// <summary>A kind of project that uses the package.</summary>
/// <param name="TargetFramework">What it targets.</param>
/// <param name="Language">Its C# version and the features that come with it, as properties.</param>
/// <param name="References">The packages its code needs.</param>
public sealed record ProjectKind(string TargetFramework, string Language, string References = "")
{
    public static readonly ProjectKind Net = new(
        "net10.0", "<Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>");

    public static readonly ProjectKind NetStandard = new(
        "netstandard2.0",
        "<Nullable>enable</Nullable><LangVersion>latest</LangVersion>",
        """<PackageReference Include="System.Threading.Channels" Version="8.0.0" />""");

    public static readonly ProjectKind OldLanguage = new("net10.0", "<LangVersion>7.3</LangVersion>");
}

/// <summary>A fresh project outside the repository that contains one leak. It goes with its test.</summary>
internal sealed partial class ConsumerProject : IDisposable
{
    public const string Leak = "LEAK001";

    /// <summary>Leaks on line 12. Written in C# 7.3, so that each kind of project can compile it.</summary>
    public const string LeakyCode = """
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        namespace Consumer
        {
            public static class Loop
            {
                public static Task LeakyAsync(ChannelReader<int> parent, int iterations)
                {
                    bool stopped = false;
                    _ = Task.Run(async () =>
                    {
                        await parent.ReadAsync();
                        Volatile.Write(ref stopped, true);
                    });

                    for (int i = 0; i < iterations && !Volatile.Read(ref stopped); i++)
                    {
                    }

                    return Task.CompletedTask;
                }
            }
        }

        """;

    private ConsumerProject(string folder) => Folder = folder;

    public string Folder { get; }

    public string ProjectFile => Path.Combine(Folder, "Consumer.csproj");

    public string Code
    {
        get => File.ReadAllText(Path.Combine(Folder, "Loop.cs"));
        set => File.WriteAllText(Path.Combine(Folder, "Loop.cs"), value);
    }

    /// <summary>A project that references the package already.</summary>
    public static Task<ConsumerProject> CreateAsync(ProjectKind kind) => CreateWithoutPackageAsync(kind with
    {
        References = kind.References
            + $"""<PackageReference Include="LeakAnalyzer" Version="{PackedPackage.Version}" PrivateAssets="all" />""",
    });

    public static async Task<ConsumerProject> CreateWithoutPackageAsync(ProjectKind kind)
    {
        PackedPackage package = await PackedPackage.SharedAsync();
        var project = new ConsumerProject(TestFolder.Create("consumer")) { Code = LeakyCode };

        // The machine's sources, and ours. Packages go to a folder of the tests' own, and those that the machine has aren't copied.
        project.Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(TestFolder.Root, "packages")}" />
              </config>
              <fallbackPackageFolders>
                <add key="machine" value="{BuildFacts.PackageCache}" />
              </fallbackPackageFolders>
              <packageSources>
                <add key="packed" value="{package.Folder}" />
              </packageSources>
            </configuration>
            """);
        project.Write("Consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>{kind.TargetFramework}</TargetFramework>
                {kind.Language}
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                {kind.References}
              </ItemGroup>
            </Project>
            """);
        return project;
    }

    public void Write(string fileName, string text) => File.WriteAllText(Path.Combine(Folder, fileName), text);

    public string Read(string fileName) => File.ReadAllText(Path.Combine(Folder, fileName));

    public Task<CommandResult> BuildAsync(params string[] arguments) => DotnetAsync(["build", .. arguments]);

    public Task<CommandResult> DotnetAsync(params string[] arguments) => Dotnet.RunAsync(Folder, arguments);

    /// <summary>
    /// What the analyzer said in a build: where, how severely and which rule, like <c>Loop.cs(12): warning LEAK001</c>;
    /// each once, because the summary says all of it again.
    /// </summary>
    public static IEnumerable<string> Reports(CommandResult build) =>
        ReportLine().Matches(build.Output)
        .Select(match => $"{match.Groups["file"].Value}({match.Groups["line"].Value}): {match.Groups["severity"].Value} {match.Groups["id"].Value}")
        .Distinct();

    public void Dispose() => TestFolder.Delete(Folder);

    [GeneratedRegex(@"(?<file>\w+\.cs)\((?<line>\d+),\d+\): (?<severity>warning|error) (?<id>LEAK\d+)")]
    private static partial Regex ReportLine();
}
