using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>A region: the statements of a block or top-level program that a fix puts into a <c>try</c>.</summary>
/// <param name="First">The index of the first of these statements.</param>
/// <param name="After">The number of statements at the end of the block that stay outside, after the <c>finally</c>.</param>
/// <param name="WithDirectives">Whether the directives before the first statement go into the <c>try</c> too.</param>
internal readonly record struct WrapRegion(int First, int After, bool WithDirectives)
{
    /// <summary>
    /// Finds the smallest region that contains the given spans and that C# allows in a <c>try</c>. It reaches to the end of the block, where only local
    /// functions may stay outside.
    /// </summary>
    /// <param name="scope">The block or top-level program.</param>
    /// <param name="places">The spans that the region must contain, such as the starts of tasks and the arguments that pass their token.</param>
    /// <param name="functionsMayStayOutside">Whether local functions at the end of the block may stay outside the region.</param>
    public static WrapRegion? Find(ScopeSyntax scope, IReadOnlyCollection<TextSpan> places, bool functionsMayStayOutside)
    {
        IReadOnlyList<StatementSyntax> statements = scope.Statements;
        int first = statements.Count;
        foreach (TextSpan place in places)
        {
            int index = IndexOf(place, statements);
            if (index < 0)
            {
                return null;
            }

            first = Math.Min(first, index);
        }

        HashSet<string> users = FunctionsThatUse(places, statements);
        for (; first >= 0; first--)
        {
            int after = Settle(ref first, statements, users, functionsMayStayOutside);
            foreach (bool withDirectives in (bool[])[false, true])
            {
                var region = new WrapRegion(first, after, withDirectives);
                if (Directives.AreBalanced(region.SpanIn(scope), scope.Function))
                {
                    return region;
                }
            }
        }

        // An #if that begins in the region may end among the functions that would stay outside. Then the region must contain these functions.
        return functionsMayStayOutside ? Find(scope, places, functionsMayStayOutside: false) : null;
    }

    /// <summary>
    /// Gets the region of the statements in a span; null if an <c>#if</c> is only partly in it. Local functions at the end of the block stay outside if they
    /// can.
    /// </summary>
    public static WrapRegion? Around(ScopeSyntax scope, TextSpan statements)
    {
        int first = IndexOf(new TextSpan(statements.Start, 1), scope.Statements);
        int last = IndexOf(new TextSpan(statements.End - 1, 1), scope.Statements);
        if (first < 0 || last < first)
        {
            return null;
        }

        int after = scope.Statements.Count - last - 1;
        foreach (WrapRegion region in (WrapRegion[])
        [
            new(first, after == 0 ? FunctionsAfter(first, scope.Statements) : after, WithDirectives: false),
            new(first, after, WithDirectives: false),
            new(first, after, WithDirectives: true),
        ])
        {
            if (Directives.AreBalanced(region.SpanIn(scope), scope.Function))
            {
                return region;
            }
        }

        return null;
    }

    /// <summary>Gets the span of the code that goes into the <c>try</c>, from the first line of the first statement.</summary>
    public TextSpan SpanIn(ScopeSyntax scope)
    {
        int start = LeadingLines.StartOf(scope.Statements[First], WithDirectives);
        int end = After == 0 && scope.Block is { } block ? block.CloseBraceToken.SpanStart : scope.Statements[scope.Statements.Count - After - 1].FullSpan.End;
        return TextSpan.FromBounds(start, end);
    }

    /// <summary>
    /// Moves the beginning of the region up until no <c>goto</c> crosses it, and no statement before it uses a local function of the region or of
    /// <paramref name="users"/>.
    /// </summary>
    /// <returns>The number of local functions at the end of the block that stay outside the region.</returns>
    private static int Settle(ref int first, IReadOnlyList<StatementSyntax> statements, HashSet<string> users, bool functionsMayStayOutside)
    {
        while (true)
        {
            int after = functionsMayStayOutside ? FunctionsAfter(first, statements) : 0;
            int before = first;
            var declared = new HashSet<string>(
                statements.Skip(first).Take(statements.Count - first - after).OfType<LocalFunctionStatementSyntax>().Select(function => function.Identifier.ValueText));
            for (int i = 0; i < first; i++)
            {
                if (Identifiers.Mentions(statements[i], declared)
                    || statements[i] is not LocalFunctionStatementSyntax && Identifiers.Mentions(statements[i], users))
                {
                    first = i;
                }
            }

            first = Math.Min(first, FirstJumpAcross(first, statements));
            if (first == before)
            {
                return after;
            }
        }
    }

    /// <summary>
    /// Finds the local functions that contain one of the spans, or that use such a function. No statement before the region may call them, because they may use
    /// a variable that the fix declares right before the region.
    /// </summary>
    private static HashSet<string> FunctionsThatUse(IReadOnlyCollection<TextSpan> places, IReadOnlyList<StatementSyntax> statements)
    {
        var users = new HashSet<string>();
        int before;
        do
        {
            before = users.Count;
            foreach (LocalFunctionStatementSyntax function in statements.OfType<LocalFunctionStatementSyntax>())
            {
                if (places.Any(function.Span.Contains) || Identifiers.Mentions(function, users))
                {
                    users.Add(function.Identifier.ValueText);
                }
            }
        }
        while (users.Count > before);
        return users;
    }

    /// <summary>Gets the number of local functions at the end of the block, or 0 if they can't all stay outside the region.</summary>
    private static int FunctionsAfter(int first, IReadOnlyList<StatementSyntax> statements)
    {
        int region = statements.Count;
        while (region > first && statements[region - 1] is LocalFunctionStatementSyntax)
        {
            region--;
        }

        var declared = new HashSet<string>(statements.Skip(first).Take(region - first).SelectMany(Declared));
        bool canStay = region > first
            && EndsItsLine(statements[region - 1])
            && statements.Skip(region).All(function => !Identifiers.Mentions(function, declared));
        return canStay ? statements.Count - region : 0;
    }

    private static IEnumerable<string> Declared(StatementSyntax statement) => statement.DescendantNodesAndSelf().Select(node => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        _ => "",
    });

    private static bool EndsItsLine(StatementSyntax statement) =>
        statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);

    /// <summary>
    /// Gets the index of the first statement from or to which a <c>goto</c> crosses the beginning of the region. C# allows no jump into a <c>try</c>, nor back
    /// over a <c>using</c> declaration.
    /// </summary>
    private static int FirstJumpAcross(int first, IReadOnlyList<StatementSyntax> statements)
    {
        int result = first;
        for (int target = 0; target < statements.Count; target++)
        {
            for (StatementSyntax statement = statements[target]; statement is LabeledStatementSyntax label; statement = label.Statement)
            {
                for (int i = 0; i < statements.Count; i++)
                {
                    if ((i < first) != (target < first) && JumpsTo(label.Identifier.ValueText, statements[i]))
                    {
                        result = Math.Min(result, Math.Min(i, target));
                    }
                }
            }
        }

        return result;
    }

    private static bool JumpsTo(string label, StatementSyntax statement) =>
        statement.DescendantNodesAndSelf().Any(node =>
            node is GotoStatementSyntax { Expression: IdentifierNameSyntax target } && target.Identifier.ValueText == label);

    private static int IndexOf(TextSpan place, IReadOnlyList<StatementSyntax> statements)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            if (statements[i].Span.Contains(place))
            {
                return i;
            }
        }

        return -1;
    }
}
