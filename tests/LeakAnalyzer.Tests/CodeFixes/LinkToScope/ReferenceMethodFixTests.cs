using LeakAnalyzer.Tests.Conventions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests that the fix turns LeakyAsync, a method of the sample ReferenceMethods, into ContextAsync, its counterpart without the leak.</summary>
public class ReferenceMethodFixTests
{
    private static readonly Setup s_sample = Setup.Default with { WithoutUsings = true, References = TestReferences.Net80 };

    [Fact]
    public Task LeakyAsync_With_A_Channel_Becomes_ContextAsync()
    {
        const string Signature = "    public static Task LeakyAsync(";
        const string NewLine = "    /// <param name=\"cancellationToken\">The token to monitor for cancellation requests.</param>\n";
        (string leaky, string expected) = Forms("ChannelForm.cs");
        return VerifyFix.LinksToParameter(leaky, expected.Replace(Signature, NewLine + Signature, StringComparison.Ordinal), s_sample);
    }

    [Fact]
    public Task LeakyAsync_With_A_Token_Becomes_ContextAsync()
    {
        (string leaky, string expected) = Forms("TokenForm.cs");
        return VerifyFix.Links(leaky, expected, s_sample);
    }

    /// <summary>Gets a file of the sample, and the same file in which LeakyAsync has the parameters and the body of ContextAsync.</summary>
    private static (string Leaky, string Expected) Forms(string file)
    {
        const string ImplicitUsings = "global using System;\nglobal using System.Threading;\nglobal using System.Threading.Tasks;\n";
        string source = ImplicitUsings + RepositoryFiles.Text($"samples/ReferenceMethods/{file}");
        SyntaxNode root = CSharpSyntaxTree.ParseText(source).GetRoot();
        MethodDeclarationSyntax Method(string name) => root.DescendantNodes().OfType<MethodDeclarationSyntax>().Single(method => method.Identifier.Text == name);
        MethodDeclarationSyntax leaky = Method("LeakyAsync");
        MethodDeclarationSyntax context = Method("ContextAsync");

        InvocationExpressionSyntax start = leaky.DescendantNodes().OfType<InvocationExpressionSyntax>().First(call => call.Expression.ToString() == "Task.Run");
        string marked = source
            .Insert(start.Expression.Span.End, "|}")
            .Insert(start.Expression.SpanStart, "{|LEAK001:");
        string expected = source
            .Remove(leaky.Body!.SpanStart, leaky.Body.Span.Length).Insert(leaky.Body.SpanStart, context.Body!.ToString())
            .Remove(leaky.ParameterList.SpanStart, leaky.ParameterList.Span.Length).Insert(leaky.ParameterList.SpanStart, context.ParameterList.ToString());
        Assert.NotEqual(source, expected);
        return (marked, expected);
    }
}
