using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Replaces calls of private methods by the bodies of these methods.</summary>
internal sealed class Inlining : FileRewriter
{
    private readonly SemanticModel _model;
    private readonly Dictionary<InvocationExpressionSyntax, Helper> _calls = [];
    private readonly HashSet<MethodDeclarationSyntax> _gone = [];
    private int _copies;

    public Inlining(SemanticModel model, CompilationUnitSyntax file)
    {
        _model = model;
        Helper[] helpers = [.. file.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(method => Helper.Of(method, model)).OfType<Helper>()];
        var uses = file.DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => helpers.Any(helper => helper.Symbol.Name == name.Identifier.ValueText))
            .ToLookup(name => _model.GetSymbolInfo(name).Symbol, SymbolEqualityComparer.Default);
        Helper[] inlined = [.. helpers.Where(helper => uses[helper.Symbol].Any() && uses[helper.Symbol].All(name => CallOf(name) is { } call && CanStandAt(helper, call)))];

        // A method that calls another inlined method isn't inlined itself.
        foreach (Helper helper in inlined.Where(helper => !inlined.Any(other => uses[other.Symbol].Any(name => helper.Declaration.Contains(name)))))
        {
            _gone.Add(helper.Declaration);
            foreach (SimpleNameSyntax name in uses[helper.Symbol])
            {
                _calls.Add(CallOf(name)!, helper);
            }
        }
    }

    public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node)
    {
        var type = (ClassDeclarationSyntax)base.VisitClassDeclaration(node)!;
        return type.WithMembers([.. type.Members.Where((_, i) => node.Members[i] is not MethodDeclarationSyntax method || !_gone.Contains(method))]);
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node) =>
        Awaited(node.Expression) is InvocationExpressionSyntax call && _calls.TryGetValue(call, out Helper? helper) && ValueAt(helper, call) is null
            ? Copy(helper, call).WithTriviaFrom(node)
            : base.VisitExpressionStatement(node);

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node)
    {
        if (node.ExpressionBody is not { } body || Awaited(body) is not InvocationExpressionSyntax call || !_calls.TryGetValue(call, out Helper? helper) || ValueAt(helper, call) is not null)
        {
            return base.VisitParenthesizedLambdaExpression(node);
        }

        ParenthesizedLambdaExpressionSyntax lambda = node.WithExpressionBody(null).WithBlock(Copy(helper, call));
        return helper.Symbol.IsAsync && !node.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword)
            ? lambda.WithoutLeadingTrivia().WithAsyncKeyword(SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space)).WithLeadingTrivia(node.GetLeadingTrivia())
            : lambda;
    }

    public override SyntaxNode? VisitAwaitExpression(AwaitExpressionSyntax node) =>
        node.Expression is InvocationExpressionSyntax call && _calls.TryGetValue(call, out Helper? helper) && helper.Symbol.IsAsync && ValueAt(helper, call) is { } value
            ? ReportPlaces.InPlaceOf(Parenthesized(value), call).WithTriviaFrom(node)
            : base.VisitAwaitExpression(node);

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node) =>
        _calls.TryGetValue(node, out Helper? helper) && !helper.Symbol.IsAsync && ValueAt(helper, node) is { } value
            ? ReportPlaces.InPlaceOf(Parenthesized(value), node).WithTriviaFrom(node)
            : base.VisitInvocationExpression(node);

    private static ExpressionSyntax Awaited(ExpressionSyntax expression) => expression is AwaitExpressionSyntax wait ? wait.Expression : expression;

    private static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name) => name.Parent switch
    {
        InvocationExpressionSyntax call => call,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Parent: InvocationExpressionSyntax call } access when access.Name == name => call,
        _ => null,
    };

    private bool CanStandAt(Helper helper, InvocationExpressionSyntax call)
    {
        if (helper.Declaration.Contains(call) || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() != helper.Declaration.Parent)
        {
            return false;
        }

        return ValueAt(helper, call) is not null ? !helper.Symbol.IsAsync || call.Parent is AwaitExpressionSyntax
            : call.Parent switch
            {
                ExpressionStatementSyntax => helper.Symbol is { ReturnsVoid: true, IsAsync: false } && !helper.Returns,
                AwaitExpressionSyntax { Parent: ExpressionStatementSyntax } => helper.Symbol.IsAsync && !helper.Returns,
                ParenthesizedLambdaExpressionSyntax lambda => lambda.ExpressionBody == call && lambda.AsyncKeyword.IsKind(SyntaxKind.None) && IsSameResult(lambda, helper),
                AwaitExpressionSyntax { Parent: ParenthesizedLambdaExpressionSyntax lambda } wait => helper.Symbol.IsAsync && lambda.ExpressionBody == wait && IsSameResult(lambda, helper),
                _ => false,
            };
    }

    private bool IsSameResult(ParenthesizedLambdaExpressionSyntax lambda, Helper helper) =>
        _model.GetSymbolInfo(lambda).Symbol is IMethodSymbol method && SymbolEqualityComparer.Default.Equals(method.ReturnType, helper.Symbol.ReturnType);

    /// <summary>Gets the value that a method returns for a call's arguments; null if that could differ from the result of the call.</summary>
    private ExpressionSyntax? ValueAt(Helper helper, InvocationExpressionSyntax call)
    {
        if (helper.Value is not { } value || call.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member
            || helper.Symbol.Parameters.Any(parameter => !IsSameEverywhere(ArgumentOf(parameter, call, helper), member) || !Variables.HasOneValue(parameter, helper.Declaration, _model)))
        {
            return null;
        }

        return value.ReplaceNodes(
            value.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(name => ParameterOf(name, helper) is not null),
            (name, _) => ArgumentOf(ParameterOf(name, helper)!, call, helper).WithTriviaFrom(name));
    }

    private IParameterSymbol? ParameterOf(IdentifierNameSyntax name, Helper helper) =>
        _model.GetSymbolInfo(name).Symbol is IParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, helper.Symbol) ? parameter : null;

    private bool IsSameEverywhere(ExpressionSyntax argument, MemberDeclarationSyntax member) => argument switch
    {
        LiteralExpressionSyntax or ThisExpressionSyntax or DefaultExpressionSyntax => true,
        IdentifierNameSyntax name => _model.GetSymbolInfo(name).Symbol is { } symbol && (symbol is IFieldSymbol { IsReadOnly: true } || Variables.HasOneValue(symbol, member, _model)),
        _ => false,
    };

    private static ExpressionSyntax ArgumentOf(IParameterSymbol parameter, InvocationExpressionSyntax call, Helper helper)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        ArgumentSyntax? named = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name);
        return (named ?? arguments.ElementAtOrDefault(parameter.Ordinal))?.Expression ?? helper.Declaration.ParameterList.Parameters[parameter.Ordinal].Default!.Value;
    }

    /// <summary>Copies a method's body as a block that begins with a local for each parameter.</summary>
    private BlockSyntax Copy(Helper helper, InvocationExpressionSyntax call)
    {
        HashSet<string> used = [.. call.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText)];
        string suffix = $"OfCopy{_copies++}";
        string NameOf(string name) => used.Contains(name) ? name + suffix : name;

        SyntaxNode body = helper.Body.ReplaceTokens(helper.Body.DescendantTokens().Where(IsVariable), (token, _) => NameOf(token.ValueText) is var name && name != token.ValueText ? Named(token, name) : token);
        BlockSyntax block = helper.BlockOf(body);
        return block.WithStatements(block.Statements.InsertRange(0, helper.Symbol.Parameters.Select(parameter => Local(parameter, NameOf(parameter.Name), ArgumentOf(parameter, call, helper)))));
    }

    private StatementSyntax Local(IParameterSymbol parameter, string name, ExpressionSyntax value)
    {
        var local = (LocalDeclarationStatementSyntax)SyntaxFactory.ParseStatement($"{TypeTexts.Of(parameter.Type)} {name} = 0;\n");
        return local.ReplaceNode(local.Declaration.Variables[0].Initializer!.Value, ((ExpressionSyntax)Visit(value)).WithoutTrivia());
    }

    private bool IsVariable(SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken) && Renaming.SymbolOf(token, _model) is ILocalSymbol or IParameterSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction };
}
