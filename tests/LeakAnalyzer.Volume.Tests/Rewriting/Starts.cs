using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>
/// Moves each statement that starts a task or thread into a private helper, unless the analyzer then knows less: that the code runs only once, or what a local
/// holds.
/// </summary>
internal sealed class Starts(SemanticModel model) : FileRewriter
{
    private readonly Stack<List<MemberDeclarationSyntax>> _helpers = new();
    private int _count;

    public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node)
    {
        _helpers.Push([]);
        var type = (ClassDeclarationSyntax)base.VisitClassDeclaration(node)!;
        return type.AddMembers([.. _helpers.Pop()]);
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        if (_helpers.Count == 0 || !IsStart(node) || ParametersOf(node) is not { } parameters)
        {
            return base.VisitExpressionStatement(node);
        }

        string helper = $"Started{_count++}";
        bool isStatic = !parameters.Any(parameter => parameter is IParameterSymbol { IsThis: true });
        ISymbol[] passed = [.. parameters.Where(parameter => parameter is not IParameterSymbol { IsThis: true })];
        string list = string.Join(", ", passed.Select(parameter => $"{TypeTexts.Of(TypeOf(parameter)!)} {parameter.Name}"));
        var method = (MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"\nprivate {(isStatic ? "static " : "")}void {helper}({list})\n{{\n}}\n")!;
        _helpers.Peek().Add(method.WithBody(method.Body!.WithStatements([node])));
        return SyntaxFactory.ParseStatement($"{helper}({string.Join(", ", passed.Select(parameter => parameter.Name))});").WithTriviaFrom(node);
    }

    private bool IsStart(ExpressionStatementSyntax node)
    {
        ExpressionSyntax started = node.Expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard ? discard.Right : node.Expression;
        return started is InvocationExpressionSyntax && model.GetSymbolInfo(started).Symbol is IMethodSymbol method
            && (TypeTexts.IsTask(model.GetTypeInfo(started).Type) || method.ContainingType.ToDisplayString() is "System.Threading.ThreadPool" or "System.Threading.Thread" && method.Name is "QueueUserWorkItem" or "Start");
    }

    /// <summary>Gets the locals and parameters that a statement uses; null if the statement can't be moved.</summary>
    private IReadOnlyList<ISymbol>? ParametersOf(ExpressionStatementSyntax node)
    {
        if (node.ContainsDirectives || node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not ClassDeclarationSyntax
            || node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member || member is not BaseMethodDeclarationSyntax and not BasePropertyDeclarationSyntax || IsSpecial(member)
            || node.DescendantNodes(inner => inner is not AnonymousFunctionExpressionSyntax).Any(inner => inner is AwaitExpressionSyntax)
            || model.AnalyzeDataFlow(node) is not { Succeeded: true } flow)
        {
            return null;
        }

        ISymbol[] read =
        [
            .. flow.ReadInside.Concat(flow.WrittenInside).Concat(flow.CapturedInside).Concat(flow.UsedLocalFunctions).Distinct<ISymbol>(SymbolEqualityComparer.Default)
                .Where(symbol => !symbol.DeclaringSyntaxReferences.Any(declaration => node.FullSpan.Contains(declaration.Span))),
        ];
        return read.All(symbol => symbol is IParameterSymbol { IsThis: true } || IsPassable(symbol) && IsFollowed(symbol) && Variables.HasOneValue(symbol, member, model)) ? read : null;
    }

    /// <summary>Whether a member runs only once, or has type parameters, which the helper would need too.</summary>
    private static bool IsSpecial(MemberDeclarationSyntax member) =>
        member is ConstructorDeclarationSyntax or MethodDeclarationSyntax { TypeParameterList: not null } or MethodDeclarationSyntax { Identifier.ValueText: "Main" or "StartAsync" or "ExecuteAsync" };

    /// <summary>Whether the analyzer can follow the value of a variable.</summary>
    private bool IsFollowed(ISymbol? variable) => variable switch
    {
        IParameterSymbol => true,
        ILocalSymbol { DeclaringSyntaxReferences: [var declaration] } => declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value } && IsFollowed(value),
        _ => false,
    };

    private bool IsFollowed(ExpressionSyntax value) => value switch
    {
        BaseObjectCreationExpressionSyntax or LiteralExpressionSyntax or AnonymousFunctionExpressionSyntax => true,
        InvocationExpressionSyntax call => model.GetSymbolInfo(call).Symbol is IMethodSymbol { IsStatic: true, ContainingType.Name: "Channel" or "CancellationTokenSource" },
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax whole } => IsFollowed(model.GetSymbolInfo(whole).Symbol),
        IdentifierNameSyntax name => IsFollowed(model.GetSymbolInfo(name).Symbol),
        _ => false,
    };

    private static bool IsPassable(ISymbol symbol) => TypeOf(symbol) is { IsRefLikeType: false } type && TypeTexts.IsNameable(type) && SyntaxFacts.GetKeywordKind(symbol.Name) == SyntaxKind.None;

    private static ITypeSymbol? TypeOf(ISymbol symbol) => (symbol as ILocalSymbol)?.Type ?? (symbol as IParameterSymbol)?.Type;
}
