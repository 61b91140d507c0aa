using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Summaries;

/// <summary>Whether a method's own body may wait or loop for ever, judged by its text without binding.</summary>
internal enum OwnWait
{
    /// <summary>The body itself neither waits nor loops for ever.</summary>
    No,

    /// <summary>The body contains the name of an operation that waits, such as <c>ReadAsync</c>. It may be another member with the same name.</summary>
    ByName,

    /// <summary>The body contains a loop that may have no end, or the user's options add operations that wait.</summary>
    ByShape,
}

/// <summary>What the text of a method's body shows without binding: whether the body may wait, and which methods it may call.</summary>
/// <param name="OwnWait">Whether the body itself may wait or loop for ever.</param>
/// <param name="MayCallItself">Whether the body may call the method itself, on the same object and on every path, directly or through another method.</param>
/// <param name="Called">The calls in the body, and the methods that it passes on as delegates; empty if <paramref name="OwnWait"/> is <c>ByShape</c>.</param>
internal sealed record BodyNames(OwnWait OwnWait, bool MayCallItself, IReadOnlyCollection<NamedCall> Called)
{
    private static readonly BodyNames s_none = new(OwnWait.No, MayCallItself: false, []);
    private static readonly BodyNames s_wait = new(OwnWait.ByShape, MayCallItself: false, []);

    /// <summary>The methods that a query expression calls without naming them, as <c>orderby</c> calls <c>OrderBy</c>.</summary>
    private static readonly string[] s_unnamed =
    [
        nameof(Enumerable.Select), nameof(Enumerable.SelectMany), nameof(Enumerable.Where), nameof(Enumerable.Join), nameof(Enumerable.GroupJoin), nameof(Enumerable.GroupBy),
        nameof(Enumerable.OrderBy), nameof(Enumerable.OrderByDescending), nameof(Enumerable.ThenBy), nameof(Enumerable.ThenByDescending), nameof(Enumerable.Cast),
    ];

    /// <summary>Reads the names and loops in a method's body.</summary>
    public static BodyNames Of(MethodDeclarationSyntax method, NamedMethods methods, LeakModel model)
    {
        if (((SyntaxNode?)method.Body ?? method.ExpressionBody) is not { } body)
        {
            return s_none;
        }

        if (!model.Options.For(method.SyntaxTree).OpenEndedWaits.IsEmpty)
        {
            return s_wait;
        }

        var called = new HashSet<NamedCall>();
        var constants = new Constants(methods);
        OwnWait own = OwnWait.No;
        bool callsItself = false;
        foreach (SyntaxNode node in body.DescendantNodes())
        {
            switch (node)
            {
                case WhileStatementSyntax loop when MayHoldForEver(loop.Condition, constants):
                case DoStatementSyntax block when MayHoldForEver(block.Condition, constants):
                case ForStatementSyntax steps when MayHoldForEver(steps.Condition, constants):
                case WhileStatementSyntax or DoStatementSyntax when MaySleep((StatementSyntax)node):
                    return s_wait;

                case LocalDeclarationStatementSyntax { IsConst: true } declaration:
                    constants.Add(declaration);
                    break;

                case SimpleNameSyntax name:
                    own = MayNameWait(name, constants) ? OwnWait.ByName : own;
                    callsItself = callsItself || MayCallAgain(name, method) || MayLeadBack(name, method, methods);
                    methods.Find(name.Identifier.ValueText, ArgumentsOf(name)?.Count, method.Parent as TypeDeclarationSyntax, HasNoReceiver(name), called);
                    break;

                case QueryExpressionSyntax:
                    foreach (string operation in s_unnamed)
                    {
                        methods.Find(operation, arguments: null, within: null, isSimple: false, called);
                    }

                    break;

                case InitializerExpressionSyntax:
                    methods.Find(nameof(List<int>.Add), arguments: null, within: null, isSimple: false, called);
                    break;

                case InterpolatedStringExpressionSyntax:
                    methods.Find("AppendFormatted", arguments: null, within: null, isSimple: false, called);
                    methods.Find("AppendLiteral", arguments: null, within: null, isSimple: false, called);
                    break;
            }
        }

        return new BodyNames(own, callsItself, called);
    }

    /// <summary>Whether a loop contains a call such as <c>Task.Delay(time)</c>, and so may sleep and retry for ever.</summary>
    private static bool MaySleep(StatementSyntax loop)
    {
        foreach (SyntaxNode node in loop.DescendantNodes())
        {
            if (node is SimpleNameSyntax name && ApiCatalogue.WaitOf(name.Identifier.ValueText) == NamedWait.OfTime && ArgumentsOf(name) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a name may be a call of the method itself, on the same object and on every path.</summary>
    private static bool MayCallAgain(SimpleNameSyntax name, MethodDeclarationSyntax method) =>
        name.Identifier.ValueText == method.Identifier.ValueText
        && MayBeOwn(name, method)
        && (ArgumentsOf(name)?.Count is not { } count || count == method.ParameterList.Parameters.Count)
        && !IsOnSomePathsOnly(name, method);

    /// <summary>Whether a name may be a call of another method of the type that calls this method back, each on every path.</summary>
    private static bool MayLeadBack(SimpleNameSyntax name, MethodDeclarationSyntax method, NamedMethods methods)
    {
        if (!MayBeOwn(name, method))
        {
            return false;
        }

        foreach (NamedMethod called in methods.Named(name.Identifier.ValueText))
        {
            if (called.Declaration.Parent == method.Parent
                && called.Declaration != method
                && SymbolUses.Named(method.Identifier.ValueText, called.Declaration).Any(back => MayBeOwn(back, called.Declaration) && !IsOnSomePathsOnly(back, called.Declaration)))
            {
                return !IsOnSomePathsOnly(name, method);
            }
        }

        return false;
    }

    /// <summary>Whether a node certainly isn't on every path through a method, as in <c>if (a) node;</c> or <c>a &amp;&amp; node</c>.</summary>
    private static bool IsOnSomePathsOnly(SyntaxNode node, SyntaxNode method)
    {
        for (SyntaxNode current = node; current != method && current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IfStatementSyntax { Else: null } choice when current == choice.Statement:
                case ForEachStatementSyntax each when current == each.Statement:
                case ForStatementSyntax { Condition: not null } steps when current == steps.Statement:
                case WhileStatementSyntax { Condition: not LiteralExpressionSyntax } loop when current == loop.Statement:
                case CatchClauseSyntax or LocalFunctionStatementSyntax:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } both when current == both.Right:
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a name stands alone or after <c>base</c>.</summary>
    private static bool HasNoReceiver(SimpleNameSyntax name) =>
        name.Parent is not (MemberBindingExpressionSyntax or QualifiedNameSyntax or AliasQualifiedNameSyntax)
        && (name.Parent is not MemberAccessExpressionSyntax access || access.Name != name || access.Expression is BaseExpressionSyntax);

    /// <summary>Whether a name may refer to a member of the method's own object or type: it stands alone, or after <c>this</c> or the type's name.</summary>
    private static bool MayBeOwn(SimpleNameSyntax name, MethodDeclarationSyntax method) => name.Parent switch
    {
        MemberBindingExpressionSyntax => false,
        MemberAccessExpressionSyntax access when access.Name == name => access.Expression switch
        {
            ThisExpressionSyntax => true,
            SimpleNameSyntax or MemberAccessExpressionSyntax => NamesTypeOf(access.Expression, method),
            _ => false,
        },
        _ => true,
    };

    private static bool NamesTypeOf(ExpressionSyntax expression, MethodDeclarationSyntax method) =>
        (expression is MemberAccessExpressionSyntax { Name: var last } ? last : expression) is SimpleNameSyntax { Identifier.ValueText: var name }
        && method.Parent is BaseTypeDeclarationSyntax type && type.Identifier.ValueText == name;

    /// <summary>Whether a name in a method's body may refer to an operation that may wait for ever, according to the catalogue.</summary>
    private static bool MayNameWait(SimpleNameSyntax name, Constants constants) => ApiCatalogue.WaitOf(name.Identifier.ValueText) switch
    {
        NamedWait.OfCall => ArgumentsOf(name) is not null,
        NamedWait.OfTime => ArgumentsOf(name) is [{ Expression: var time }, ..] && MayBeInfinite(time, constants),
        NamedWait.OfState => true,
        NamedWait.OfStateAfterDot => name.Parent is MemberBindingExpressionSyntax || name.Parent is MemberAccessExpressionSyntax access && access.Name == name,
        _ => false,
    };

    /// <summary>Gets the arguments of the call in which a name is the called method; null if the name isn't called.</summary>
    private static SeparatedSyntaxList<ArgumentSyntax>? ArgumentsOf(SimpleNameSyntax name)
    {
        SyntaxNode called = name.Parent is MemberBindingExpressionSyntax || name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? name.Parent : name;
        while (called.Parent is ParenthesizedExpressionSyntax)
        {
            called = called.Parent;
        }

        return called.Parent is InvocationExpressionSyntax call && call.Expression == called ? call.ArgumentList.Arguments : null;
    }

    /// <summary>Whether a time may be infinite, such as <c>Timeout.Infinite</c> or a constant. Other variables are assumed to hold a finite time.</summary>
    private static bool MayBeInfinite(ExpressionSyntax time, Constants constants) => time switch
    {
        LiteralExpressionSyntax or ElementAccessExpressionSyntax or AwaitExpressionSyntax => false,
        ParenthesizedExpressionSyntax { Expression: var inner } => MayBeInfinite(inner, constants),
        InvocationExpressionSyntax { ArgumentList.Arguments: var parts } => parts.Any(part => MayBeInfinite(part.Expression, constants)),
        MemberAccessExpressionSyntax or IdentifierNameSyntax => NameOf(time) is { } name && (constants.Include(name) || ApiCatalogue.IsInfiniteTime(name)),
        _ => true,
    };

    /// <summary>Whether perhaps only a token or a timer makes a condition false, as in <c>while (!token.IsCancellationRequested)</c>.</summary>
    private static bool MayHoldForEver(ExpressionSyntax? condition, Constants constants) => condition switch
    {
        null => true,
        ParenthesizedExpressionSyntax { Expression: var inner } => MayHoldForEver(inner, constants),
        BinaryExpressionSyntax both when both.IsKind(SyntaxKind.LogicalAndExpression) => MayHoldForEver(both.Left, constants) && MayHoldForEver(both.Right, constants),
        BinaryExpressionSyntax { Left: var left, Right: var right } =>
            MayBeConstant(left, constants) && MayBeConstant(right, constants) || left is LiteralExpressionSyntax && MayAskToken(right) || right is LiteralExpressionSyntax && MayAskToken(left),
        PrefixUnaryExpressionSyntax { Operand: var asked } => MayHoldForEver(asked, constants) || MayAskToken(asked),
        IsPatternExpressionSyntax { Expression: var asked, Pattern: var pattern } => MayAskToken(asked) || pattern.DescendantNodes().Any(node => node is IdentifierNameSyntax part && MayAskToken(part)),
        InvocationExpressionSyntax { Expression: var called } => NameOf(called) is { } name && constants.AsksState(name),
        MemberAccessExpressionSyntax or IdentifierNameSyntax => MayBeConstant(condition, constants),
        _ => true,
    };

    private static bool MayAskToken(ExpressionSyntax asked) => NameOf(asked) is { } name && ApiCatalogue.HasMember(name);

    private static bool MayBeConstant(ExpressionSyntax expression, Constants constants) => expression switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => MayBeConstant(inner, constants),
        BinaryExpressionSyntax { Left: var left, Right: var right } => MayBeConstant(left, constants) && MayBeConstant(right, constants),
        _ => NameOf(expression) is not { } name ? expression is LiteralExpressionSyntax or PrefixUnaryExpressionSyntax : constants.Include(name),
    };

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        IdentifierNameSyntax { Identifier.ValueText: var name } => name,
        ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax { Name.Identifier.ValueText: var name } } => name,
        _ => null,
    };

    /// <summary>The names of the constants that a body may use, and of the methods that may only return a state.</summary>
    private sealed class Constants(NamedMethods ofTypes)
    {
        private HashSet<string>? _ofBody;

        public void Add(LocalDeclarationStatementSyntax declaration)
        {
            foreach (VariableDeclaratorSyntax constant in declaration.Declaration.Variables)
            {
                (_ofBody ??= new HashSet<string>(StringComparer.Ordinal)).Add(constant.Identifier.ValueText);
            }
        }

        /// <summary>Whether a name is the name of a constant, in the body or in a type of the compilation.</summary>
        public bool Include(string name) => _ofBody?.Contains(name) == true || ofTypes.IsConstant(name);

        /// <summary>Whether a method of a given name may do nothing but tell a state, such as whether a token is cancelled.</summary>
        public bool AsksState(string name)
        {
            foreach (NamedMethod method in ofTypes.Named(name))
            {
                ExpressionSyntax? told = method.Declaration switch
                {
                    { ExpressionBody.Expression: var expression } => expression,
                    { Body.Statements: [ReturnStatementSyntax { Expression: var expression }] } => expression,
                    _ => null,
                };
                if (told?.DescendantNodes().Any(static node => node is SimpleNameSyntax { Identifier.ValueText: var part } && ApiCatalogue.TellsState(part)) == true)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
