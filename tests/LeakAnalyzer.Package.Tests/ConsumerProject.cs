using System.Text.RegularExpressions;

namespace LeakAnalyzer.Package.Tests;

/// <summary>A kind of project that uses the analyzer's package.</summary>
/// <param name="TargetFramework">The target framework.</param>
/// <param name="Language">MSBuild properties for the C# version and the language features.</param>
/// <param name="References">Package references for the project's code.</param>
/// <param name="Sdk">The SDK that builds the project.</param>
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

    public ProjectKind WithPackage => this with
    {
        References = References + $"""<PackageReference Include="LeakAnalyzer" Version="{PackedPackage.Version}" PrivateAssets="all" />""",
    };

    public string ProjectText => $"""
        <Project Sdk="{Sdk}">
          <PropertyGroup>
            <TargetFramework>{TargetFramework}</TargetFramework>
            {Language}
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            {References}
          </ItemGroup>
        </Project>
        """;
}

/// <summary>A new project whose code has one leak.</summary>
internal sealed partial class ConsumerProject : FreshProject
{
    public const string Leak = "LEAK001";

    /// <summary>Code with a report on line 12, in C# 7.3, so that each kind of project can compile it.</summary>
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

    /// <summary>Creates a project with a reference to the analyzer's package.</summary>
    public static Task<ConsumerProject> CreateAsync(ProjectKind kind) => CreateWithoutPackageAsync(kind.WithPackage);

    public static async Task<ConsumerProject> CreateWithoutPackageAsync(ProjectKind kind)
    {
        var project = new ConsumerProject(await PackageProject.Analyzer.PackedAsync());
        project.Write("Consumer.csproj", kind.ProjectText);
        return project;
    }

    /// <summary>Gets the reports in a build's output, such as <c>Loop.cs(12): warning LEAK001</c>. A build writes each twice; it is returned once.</summary>
    public static IEnumerable<string> Reports(CommandResult build) => Reports([build.Output]);

    public static IEnumerable<string> Reports(IEnumerable<string> output) => output
        .SelectMany(part => ReportLine().Matches(part))
        .Select(match => $"{match.Groups["file"].Value}({match.Groups["line"].Value}): {match.Groups["severity"].Value} {match.Groups["id"].Value}")
        .Distinct();

    [GeneratedRegex(@"(?<file>\w+\.(?:cs|razor|cshtml))\((?<line>\d+),\d+\): (?<severity>warning|error) (?<id>LEAK\d+)")]
    private static partial Regex ReportLine();
}
