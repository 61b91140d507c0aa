using LeakAnalyzer.Catalog;
using LeakAnalyzer.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>The sources that an object holds already.</summary>
internal static class OwnSources
{
    /// <summary>Those that the class cancels where its objects are ended, and whose token a scope can read.</summary>
    public static List<ISymbol> CancelledAtEnd(INamedTypeSymbol type, IReadOnlyList<EndingMember> ends, Scope scope, SyntaxNode start, LeakModel model)
    {
        var sources = new List<ISymbol>();
        foreach (ISymbol member in type.GetMembers())
        {
            if (!member.IsStatic
                && VariableValues.IsPrivate(member)
                && model.Symbols.IsCancellationTokenSource((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type)
                && ObjectResolver.HoldsOnlyNew(member)
                && IsThere(member, scope, start)
                && IsCancelled(member, ends))
            {
                sources.Add(member);
            }
        }

        return sources;
    }

    /// <summary>The acts by which a class disposes a source of its.</summary>
    public static IEnumerable<SyntaxNode> DisposalsOf(ISymbol source) =>
        UsesOf(source).Where(use => use.Effect == UseEffect.Disposes).Select(use => use.Act);

    /// <summary>Whether a member may hold null once its object is made.</summary>
    public static bool MayBeNull(ISymbol member)
    {
        bool hasInitializer = InitializerOf(member) is not null;
        return !(IsReadOnly(member) || hasInitializer && VariableValues.Of(member) is { } values && !values.Exists(SyntaxQueries.IsNull));
    }

    private static bool IsCancelled(ISymbol source, IReadOnlyList<EndingMember> ends)
    {
        bool isCancelled = false;
        foreach (ObjectUse use in UsesOf(source))
        {
            if (use.Effect is UseEffect.Unknown or UseEffect.Bounds)
            {
                return false;
            }

            isCancelled |= use.Effect == UseEffect.Ends
                && SyntaxQueries.EnclosingFunction(use.Act) is MethodDeclarationSyntax method
                && ends.Any(end => end.Code is { } code && (code == method || SyntaxQueries.Uses(method.Identifier.ValueText, code).Count > 0));
        }

        return isCancelled;
    }

    private static List<ObjectUse> UsesOf(ISymbol source) =>
        ObjectUses.ThatMayEnd(WaitedObject.Of(source, ""), Resource.CancellationTokenSource, isRepeated: true);

    /// <summary>Whether a member certainly holds its source when a scope starts a task.</summary>
    private static bool IsThere(ISymbol member, Scope scope, SyntaxNode start) =>
        IsReadOnly(member) && (InitializerOf(member) is not null || SyntaxQueries.EnclosingMember(scope.Function) is not ConstructorDeclarationSyntax)
        || VariableValues.Only(member) is { Parent: AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } statement } }
            && block.Parent == scope.Function
            && statement.Span.End <= start.SpanStart;

    private static bool IsReadOnly(ISymbol member) => member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null };

    private static ExpressionSyntax? InitializerOf(ISymbol member) =>
        member.DeclaringSyntaxReferences is not [var reference] ? null
        : reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value } ? value
        : (reference.GetSyntax() as PropertyDeclarationSyntax)?.Initializer?.Value;
}
