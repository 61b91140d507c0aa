using System.Text.RegularExpressions;

namespace LeakAnalyzer.Package.Tests;

/// <summary>A kind of project that uses the package.</summary>
/// <param name="TargetFramework">What it targets.</param>
/// <param name="Language">Its C# version and the features that come with it, as properties.</param>
/// <param name="References">The packages its code needs.</param>
/// <param name="Sdk">What builds it.</param>
public sealed record ProjectKind(string TargetFramework, string Language, string References = "", string Sdk = "Microsoft.NET.Sdk")
{
    public static readonly ProjectKind Net = new(
        "net10.0", "<Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>");

    public static readonly ProjectKind Web = Net with { Sdk = "Microsoft.NET.Sdk.Web" };

    public static readonly ProjectKind NetStandard = new(
        "netstandard2.0",
        "<Nullable>enable</Nullable><LangVersion>latest</LangVersion>",
        """<PackageReference Include="System.Threading.Channels" Version="8.0.0" />""");

    public static readonly ProjectKind OldLanguage = new("net10.0", "<LangVersion>7.3</LangVersion>");
}

/// <summary>A fresh project that contains one leak.</summary>
internal sealed partial class ConsumerProject : FreshProject
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

    private ConsumerProject(PackedPackage package)
        : base("consumer", package) => Code = LeakyCode;

    public string ProjectFile => Path.Combine(Folder, "Consumer.csproj");

    public string Code
    {
        get => Read("Loop.cs");
        set => Write("Loop.cs", value);
    }

    /// <summary>A project that references the package already.</summary>
    public static Task<ConsumerProject> CreateAsync(ProjectKind kind) => CreateWithoutPackageAsync(kind with
    {
        References = kind.References
            + $"""<PackageReference Include="LeakAnalyzer" Version="{PackedPackage.Version}" PrivateAssets="all" />""",
    });

    public static async Task<ConsumerProject> CreateWithoutPackageAsync(ProjectKind kind)
    {
        var project = new ConsumerProject(await PackageProject.Analyzer.PackedAsync());
        project.Write("Consumer.csproj", $"""
            <Project Sdk="{kind.Sdk}">
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

    public Task<CommandResult> BuildAsync(params string[] arguments) => DotnetAsync(["build", .. arguments]);

    /// <summary>
    /// What the analyzer said in a build: where, how severely and which rule, like <c>Loop.cs(12): warning LEAK001</c>;
    /// each once, because the summary says all of it again.
    /// </summary>
    public static IEnumerable<string> Reports(CommandResult build) =>
        ReportLine().Matches(build.Output)
        .Select(match => $"{match.Groups["file"].Value}({match.Groups["line"].Value}): {match.Groups["severity"].Value} {match.Groups["id"].Value}")
        .Distinct();

    [GeneratedRegex(@"(?<file>\w+\.(?:cs|razor|cshtml))\((?<line>\d+),\d+\): (?<severity>warning|error) (?<id>LEAK\d+)")]
    private static partial Regex ReportLine();
}
