using System.Xml.Linq;

namespace LeakAnalyzer.Package.Tests;

/// <summary>A new test project that uses the leak check.</summary>
internal sealed class LeakTestProject : FreshProject
{
    /// <summary>The packages that the project references: those of this repository's tests, so that they needn't be downloaded again.</summary>
    private static readonly string[] s_testPackages = ["Microsoft.NET.Test.Sdk", "xunit", "xunit.runner.visualstudio"];

    private LeakTestProject(PackedPackage package)
        : base("leak-test", package)
    {
    }

    public static async Task<LeakTestProject> CreateAsync()
    {
        var project = new LeakTestProject(await PackageProject.LeakTest.PackedAsync());
        project.Write("Shop.Tests.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="LeakAnalyzer.LeakTest" Version="{PackedPackage.Version}" />
                {string.Concat(s_testPackages.Select(id => $"""<PackageReference Include="{id}" Version="{VersionOf(id)}" />"""))}
              </ItemGroup>
            </Project>
            """);
        return project;
    }

    private static string VersionOf(string id) =>
        XDocument.Load(Path.Combine(BuildFacts.Repository, "Directory.Packages.props")).Descendants("PackageVersion")
        .Single(package => package.Attribute("Include")!.Value == id).Attribute("Version")!.Value;
}
