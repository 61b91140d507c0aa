using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>Writes the name of a token where a wait or a call takes it (see <see cref="TokenSlot"/>), once in each place.</summary>
internal sealed class SlotWriter(SyntaxNode root, SemanticModel model, NewParameters parameters)
{
    private readonly HashSet<TextSpan> _filled = [];

    /// <summary>Whether a token can be written there. The added call may need a method that an old framework lacks, such as <c>WaitAsync</c>.</summary>
    public bool CanFill(TokenSlot slot) => slot.Kind switch
    {
        TokenSlotKind.WaitAsync => Find<ExpressionSyntax>(slot) is { } task && HasWaitAsync(task),
        TokenSlotKind.WithCancellation => Find<ExpressionSyntax>(slot) is { } sequence && HasWithCancellation(sequence),
        TokenSlotKind.LoopCondition when Find<ForStatementSyntax>(slot) is not null => true,
        TokenSlotKind.LoopCondition or TokenSlotKind.ReplaceArgument => Find<ExpressionSyntax>(slot) is { ContainsDirectives: false },
        _ => Find<InvocationExpressionSyntax>(slot) is not null,
    };

    /// <summary>Whether <see cref="Fill"/> has already written a token there.</summary>
    public bool HasFilled(TokenSlot slot) => _filled.Contains(slot.Span);

    /// <summary>Writes a token into the slots that have none yet. <see cref="CanFill"/> must accept each of them.</summary>
    public void Fill(IEnumerable<TokenSlot> slots, string token, TextEdits edits)
    {
        foreach (TokenSlot slot in slots)
        {
            if (!_filled.Add(slot.Span))
            {
                continue;
            }

            switch (slot.Kind)
            {
                case TokenSlotKind.AddArgument or TokenSlotKind.AddNewArgument:
                    AddArgument(slot, token, edits);
                    break;
                case TokenSlotKind.ReplaceArgument:
                    Replace(slot, token, edits);
                    break;
                case TokenSlotKind.LoopCondition when Find<ForStatementSyntax>(slot) is { } loop:
                    ForCondition(loop, NotCancelled(token), edits);
                    break;
                case TokenSlotKind.LoopCondition:
                    Replace(slot, NotCancelled(token), edits);
                    break;
                case TokenSlotKind.WithCancellation:
                    Append(slot, $".WithCancellation({token})", edits);
                    break;
                case TokenSlotKind.WaitAsync:
                    Append(slot, $".WaitAsync({token})", edits);
                    break;
            }
        }
    }

    private static string NotCancelled(string token) => $"!{token}.{nameof(CancellationToken.IsCancellationRequested)}";

    /// <summary>Writes a condition into a <c>for</c> loop that has none, such as <c>for (;;)</c>.</summary>
    private static void ForCondition(ForStatementSyntax loop, string condition, TextEdits edits)
    {
        bool isSpaced = loop.FirstSemicolonToken.TrailingTrivia.Any(SyntaxKind.WhitespaceTrivia);
        edits.Insert(loop.SecondSemicolonToken.SpanStart, isSpaced ? condition : " " + condition);
    }

    private void Replace(TokenSlot slot, string expression, TextEdits edits)
    {
        string comments = Comments.In(slot.Span, root);
        edits.Replace(slot.Span, comments.Length == 0 ? expression : $"{expression} {comments.TrimEnd(' ', '\t')}");
    }

    private void Append(TokenSlot slot, string call, TextEdits edits)
    {
        if (IsPrimary(Find<ExpressionSyntax>(slot)!))
        {
            edits.Insert(slot.Span.End, call);
        }
        else
        {
            edits.Insert(slot.Span.Start, "(");
            edits.Insert(slot.Span.End, ")" + call);
        }
    }

    private void AddArgument(TokenSlot slot, string token, TextEdits edits)
    {
        InvocationExpressionSyntax call = Find<InvocationExpressionSyntax>(slot)!;
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        string argument = NameBefore(slot, call) is { } parameter ? $"{NameAllocator.Escape(parameter)}: {token}" : token;
        if (arguments.Count == 0)
        {
            edits.Insert(call.ArgumentList.OpenParenToken.Span.End, argument);
            return;
        }

        ListLayout.Append(arguments[arguments.Count - 1], argument, root.SyntaxTree.GetText(), edits);
    }

    /// <summary>Gets the parameter name that must be written before an added argument, as in <c>cancellationToken: token</c>; null if none is needed.</summary>
    private string? NameBefore(TokenSlot slot, InvocationExpressionSyntax call)
    {
        if (slot.Kind != TokenSlotKind.AddNewArgument)
        {
            return slot.ParameterName is { } parameter && !IsNextPosition(parameter, call) ? parameter : null;
        }

        // The new parameter is the last, so the argument can be positional if the call passes positional arguments for all other parameters.
        return model.GetSymbolInfo(call).Symbol is IMethodSymbol method && !IsFilled(method, call) ? parameters.NameIn(method) : null;
    }

    private static bool IsFilled(IMethodSymbol method, InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Count == method.Parameters.Length && call.ArgumentList.Arguments.All(argument => argument.NameColon is null);

    /// <summary>Whether a positional argument that is added at the end of a call would be passed to the given parameter.</summary>
    private bool IsNextPosition(string parameter, InvocationExpressionSyntax call)
    {
        int given = call.ArgumentList.Arguments.Count;
        return call.ArgumentList.Arguments.All(argument => argument.NameColon is null)
            && model.GetSymbolInfo(call).Symbol is IMethodSymbol method
            && TakesAt(method, parameter, given) is { } takes
            && takes;
    }

    /// <summary>
    /// Whether the parameter with a given name is at the given position in a method, or else in an overload with one more parameter; null if none has it.
    /// </summary>
    private static bool? TakesAt(IMethodSymbol method, string parameter, int position)
    {
        if (Ordinal(method, parameter) is { } own)
        {
            return own == position;
        }

        int receiver = method.ReducedFrom is null ? 0 : 1;
        foreach (ISymbol member in method.ContainingType.GetMembers(method.Name))
        {
            if (member is IMethodSymbol overload
                && overload.Parameters.Length == method.Parameters.Length + receiver + 1
                && Ordinal(overload, parameter) is { } ordinal)
            {
                return ordinal - receiver == position;
            }
        }

        return null;
    }

    private static int? Ordinal(IMethodSymbol method, string parameter) =>
        method.Parameters.FirstOrDefault(candidate => candidate.Name == parameter)?.Ordinal;

    private bool HasWaitAsync(ExpressionSyntax task) =>
        model.GetTypeInfo(task).Type is { } type && !model.LookupSymbols(task.SpanStart, type, "WaitAsync").IsEmpty;

    private bool HasWithCancellation(ExpressionSyntax sequence) =>
        model.GetTypeInfo(sequence).Type is { } type
        && !model.LookupSymbols(sequence.SpanStart, type, "WithCancellation", includeReducedExtensionMethods: true).IsEmpty;

    private static T? Find<T>(TokenSlot slot)
        where T : SyntaxNode =>
        slot.Node.AncestorsAndSelf()
            .TakeWhile(node => node.Span == slot.Span)
            .OfType<T>()
            .FirstOrDefault();

    private static bool IsPrimary(ExpressionSyntax expression) => expression
        is InvocationExpressionSyntax or MemberAccessExpressionSyntax or MemberBindingExpressionSyntax or SimpleNameSyntax
        or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax or ConditionalAccessExpressionSyntax
        or PostfixUnaryExpressionSyntax or BaseObjectCreationExpressionSyntax { ArgumentList: not null };
}
