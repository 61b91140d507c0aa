using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Conventions;

[OnOldestRoslyn]
public class RoslynVersionTests
{
    [Theory]
    [InlineData(typeof(Compilation))]
    [InlineData(typeof(CSharpCompilation))]
    [InlineData(typeof(Workspace))]
    public void The_Roslyn_Of_This_Run_Is_The_Tested_One(Type type)
    {
        string loaded = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        Assert.StartsWith(BuildFacts.TestedRoslynVersion + "-", loaded + "-", StringComparison.Ordinal);
    }
}
