using System.Reflection;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>Tests that tests of each rule and of each fix run on the oldest supported Roslyn in every run.</summary>
[OnOldestRoslyn]
public class OldestRoslynTests
{
    private static readonly ILookup<string, Type> s_testClasses = typeof(OldestRoslynTests).Assembly.GetTypes()
        .Where(type => type.GetMethods().Any(method => method.IsDefined(typeof(FactAttribute))))
        .ToLookup(type => type.Namespace!);

    public static TheoryData<string> Rules => [.. RuleTest.AllRules.Where(id => id != UnusableOption.Id)];

    public static TheoryData<string> Folders =>
        [.. s_testClasses.Select(folder => folder.Key).Where(folder => folder.StartsWith("LeakAnalyzer.Tests.CodeFixes.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_Class_Of_Each_Rule_Runs(string id) =>
        Assert.Contains(s_testClasses.Where(folder => folder.Key.StartsWith($"LeakAnalyzer.Tests.Rules.{id}_", StringComparison.Ordinal)).SelectMany(folder => folder), Runs);

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_Class_Of_Each_Fix_Runs(string folder) => Assert.Contains(s_testClasses[folder], Runs);

    [Fact]
    public void Each_Test_Of_An_Older_Language_Runs()
    {
        List<string> tests = [], others = [];
        foreach ((string path, string text) in RepositoryFiles.Sources("tests/LeakAnalyzer.Tests"))
        {
            foreach (MethodDeclarationSyntax method in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            {
                if ((Has("Fact", method) || Has("Theory", method)) && method.ToString().Contains("LanguageVersion.", StringComparison.Ordinal))
                {
                    (Has("OnOldestRoslyn", method) || Has("OnOldestRoslyn", (MemberDeclarationSyntax)method.Parent!) ? tests : others).Add($"{path}: {method.Identifier}");
                }
            }
        }

        Assert.Empty(others);
        Assert.NotEmpty(tests);
    }

    private static bool Runs(Type type) => type.IsDefined(typeof(OnOldestRoslynAttribute));

    private static bool Has(string attribute, MemberDeclarationSyntax member) =>
        member.AttributeLists.SelectMany(list => list.Attributes).Any(each => each.Name.ToString() == attribute);
}
