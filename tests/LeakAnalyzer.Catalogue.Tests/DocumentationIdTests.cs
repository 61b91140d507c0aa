using LeakAnalyzer.Catalogue.Tests.Running;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Catalogue.Tests;

/// <summary>Tests that <see cref="DocumentationId"/> creates ids which Roslyn resolves to the same members.</summary>
public class DocumentationIdTests
{
    public static TheoryData<string> Ids =>
        [.. CaseTable.All
            .SelectMany(wait => wait.Acts.Select(act => act.Member).Append(wait.Member))
            .OfType<System.Reflection.MemberInfo>()
            .Select(DocumentationId.Of)
            .Distinct()
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void AnIdNamesAMember(string id)
    {
        ISymbol? symbol = RealAssemblies.Find(id);

        Assert.NotNull(symbol);
        Assert.Equal(id, symbol.GetDocumentationCommentId());
    }
}
