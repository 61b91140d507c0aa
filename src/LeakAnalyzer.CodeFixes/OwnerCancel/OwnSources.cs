using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>Finds the <c>CancellationTokenSource</c>s that an object already holds.</summary>
internal static class OwnSources
{
    /// <summary>
    /// Gets the private fields and properties that hold a source when the task is started, and whose source the class cancels when it is disposed or stopped.
    /// </summary>
    public static List<ISymbol> CancelledAtEnd(INamedTypeSymbol type, IReadOnlyList<EndingMember> ends, Scope scope, SyntaxNode start, LeakModel model)
    {
        var sources = new List<ISymbol>();
        foreach (ISymbol member in type.GetMembers())
        {
            if (!member.IsStatic
                && member.DeclaredAccessibility == Accessibility.Private
                && model.Symbols.IsCancellationTokenSource((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type)
                && model.Values.HoldsOnlyNew(member)
                && IsThere(member, scope, start, model)
                && IsCancelled(member, ends, model))
            {
                sources.Add(member);
            }
        }

        return sources;
    }

    /// <summary>Gets the nodes that dispose the source in a field or property.</summary>
    public static IEnumerable<SyntaxNode> DisposalsOf(ISymbol source, LeakModel model) =>
        UsesOf(source, model).Where(use => use.Effect == UseEffect.Disposes).Select(use => use.Act);

    /// <summary>Whether a field or property may hold null after the constructor. A read-only one can't, because the constructor is assumed to set it.</summary>
    public static bool MayBeNull(ISymbol member, LeakModel model)
    {
        bool hasInitializer = InitializerOf(member) is not null;
        return !(IsReadOnly(member) || hasInitializer && model.Values.Of(member) is { } values && !values.Exists(SyntaxQueries.IsNull));
    }

    private static bool IsCancelled(ISymbol source, IReadOnlyList<EndingMember> ends, LeakModel model)
    {
        bool isCancelled = false;
        foreach (EndingUse use in UsesOf(source, model))
        {
            if (use.Effect is UseEffect.Unknown or UseEffect.MayEnd or UseEffect.Bounds)
            {
                return false;
            }

            isCancelled |= use.Effect == UseEffect.Ends
                && SyntaxQueries.EnclosingFunction(use.Act) is MethodDeclarationSyntax method
                && ends.Any(end => end.Code is { } code && (code == method || SyntaxUses.Uses(method.Identifier.ValueText, code).Count > 0));
        }

        return isCancelled;
    }

    private static List<EndingUse> UsesOf(ISymbol source, LeakModel model) =>
        ObjectUses.ThatMayEnd(WaitedObject.Of(source), Interest.InCancel, model);

    /// <summary>Whether a field or property certainly holds its source when the task is started.</summary>
    private static bool IsThere(ISymbol member, Scope scope, SyntaxNode start, LeakModel model) =>
        IsReadOnly(member) && (InitializerOf(member) is not null || SyntaxQueries.EnclosingMember(scope.Function) is not ConstructorDeclarationSyntax)
        || model.Values.Only(member) is { Parent: AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } statement } }
            && block.Parent == scope.Function
            && statement.Span.End <= start.SpanStart;

    private static bool IsReadOnly(ISymbol member) => member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null };

    private static ExpressionSyntax? InitializerOf(ISymbol member) =>
        member.DeclaringSyntaxReferences is not [var reference] ? null
        : reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value } ? value
        : (reference.GetSyntax() as PropertyDeclarationSyntax)?.Initializer?.Value;
}
