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
    /// Finds the smallest region that contains the given places and that can be put into a <c>try</c>; null if there is none. No code outside
    /// such a region uses what the region declares, no <c>goto</c> crosses its beginning, and no <c>#if</c> is only partly in it. The region
    /// reaches to the end of the block, except for local functions there.
    /// </summary>
    /// <param name="scope">The block or top-level program.</param>
    /// <param name="places">The spans that the region must contain, such as the starts of tasks and the slots (places) for their token.</param>
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
    /// Gets the region that goes from the statement in which the given span begins to the statement in which the span ends. Local functions at the end
    /// of the block stay outside, because they don't need the <c>try</c>. They stay inside if they use a name that the region declares, or if an
    /// <c>#if</c> would otherwise be only partly in the region. Returns null if an <c>#if</c> is only partly in the region even then.
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
    /// Moves the beginning of the region up until no statement before the region uses a local function that the region declares or that is one of the
    /// <paramref name="users"/> (see <see cref="FunctionsThatUse"/>), and no <c>goto</c> crosses the beginning.
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
    /// Finds the names of the local functions that contain one of the places, or that use such a function. At these places, the function may use the
    /// token of a <c>CancellationTokenSource</c> that the fix declares right before the region. No statement before that declaration may call the
    /// function, because the token has no value there.
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

    /// <summary>
    /// Gets the number of local functions at the end of the block, all of which can stay outside the region; 0 if one of them uses a name that the
    /// region declares, or if the first of them begins on the line on which the region ends.
    /// </summary>
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
    /// Gets the index to which the beginning of the region must move up, at least, so that no <c>goto</c> crosses the beginning. C# forbids a jump
    /// into a <c>try</c>, and a jump back to a label before a <c>using</c> declaration, which the fix may write right before the region.
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
