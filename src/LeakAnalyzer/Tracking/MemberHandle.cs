using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>The ways in which a linked <c>CancellationTokenSource</c> that a field or property holds is lost without being disposed.</summary>
internal enum MemberLoss
{
    /// <summary>The source isn't lost, or it can't be seen whether it is.</summary>
    None,

    /// <summary>Another source is assigned to the member, and the old source isn't disposed.</summary>
    Replaced,

    /// <summary>The member is set to null, and the source isn't disposed.</summary>
    SetToNull,

    /// <summary>The object that holds the source isn't disposable, and a method makes such an object on each call and drops it.</summary>
    OwnerDropped,
}

/// <summary>
/// A linked <c>CancellationTokenSource</c> that is assigned to a field or property to which only code of this compilation can refer.
/// </summary>
/// <param name="Call">The call that makes the source.</param>
/// <param name="Member">The field or property that holds the source.</param>
internal sealed record MemberHandle(IInvocationOperation Call, ISymbol Member)
{
    private const int MostCreations = 16;

    /// <summary>Finds the member of <c>this</c> to which a call's result is assigned; null if there is none, or code that can't be seen may use it.</summary>
    public static MemberHandle? Of(IInvocationOperation call, CodeModel code) => call.Outermost().Parent switch
    {
        IArgumentOperation { Value.Syntax: ExpressionSyntax value } when KeptSources.MemberThatGets(value, code) is { } member => new MemberHandle(call, member),
        IAssignmentOperation { Target: IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } target, Parent: IExpressionStatementOperation }
            when ObjectResolver.IsOwn(target) && code.World.IsClosed(target.Member) => new MemberHandle(call, target.Member.OriginalDefinition),
        IFieldInitializerOperation { InitializedFields: [var field] } when code.World.IsClosed(field) => new MemberHandle(call, field),
        _ => null,
    };

    /// <summary>Finds how the source is lost, and the name of the method that loses it.</summary>
    public (MemberLoss Loss, string By) LossIn(CodeModel code)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(Call.Syntax);
        bool isEnded = false;
        foreach (ObjectUse use in ObjectUses.Of(WaitedObject.Of(Member), code))
        {
            if ((use.Effects.May & (Effect.Escapes | Effect.Returned)) != 0)
            {
                return default;
            }

            if ((use.Effects.May & Effect.Disposes) != 0)
            {
                // The type's own Dispose reaches only the last source in the member. Other members, or the one that makes the sources, may reach each source.
                if (!IsInEnd(use.Act, code) || SyntaxQueries.EnclosingMember(use.Act) == SyntaxQueries.EnclosingMember(Call.Syntax))
                {
                    return default;
                }

                isEnded = true;
            }
        }

        bool isMaking = function is ConstructorDeclarationSyntax or BaseFieldDeclarationSyntax or TypeDeclarationSyntax;
        if (isMaking)
        {
            return !isEnded && OwnerIsDropped(code, out string by) ? (MemberLoss.OwnerDropped, by) : default;
        }

        if (!Repetition.IsGuarded(Call.Syntax, Member, code)
            && !KeptSources.IsPutIfUnchanged(KeptSources.StoreOf((ExpressionSyntax)Call.Syntax, Member, code), code)
            && (Repetition.RunsAgain(Call.Syntax, code) || IsDoneWithIt(function, code)))
        {
            return (MemberLoss.Replaced, NameOf(function, code));
        }

        return NullingFunction(code) is { } nulling ? (MemberLoss.SetToNull, NameOf(nulling, code)) : default;
    }

    private static string NameOf(SyntaxNode function, CodeModel code)
    {
        SyntaxNode member = SyntaxQueries.EnclosingMember(function);
        return code.SemanticModelOf(member.SyntaxTree)?.GetDeclaredSymbol(member)?.Name ?? "";
    }

    /// <summary>Whether a node is in <c>Dispose</c>, <c>DisposeAsync</c>, <c>Dispose(bool)</c> or a finalizer.</summary>
    private static bool IsInEnd(SyntaxNode node, CodeModel code) => SyntaxQueries.EnclosingMember(node) switch
    {
        DestructorDeclarationSyntax => true,
        MethodDeclarationSyntax declaration => code.SemanticModelOf(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) is IMethodSymbol method
            && code.Symbols.IsDisposal(method),
        _ => false,
    };

    /// <summary>
    /// Whether the method that makes the source needs it only until the method, or the task that it returns, has ended: it waits for all calls that get the
    /// token.
    /// </summary>
    private bool IsDoneWithIt(SyntaxNode function, CodeModel code)
    {
        if (function is not MethodDeclarationSyntax declaration
            || code.SemanticModelOf(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) is not IMethodSymbol method
            || TellingNames.SoundsLikeStart(method)
            || code.Catalogue.Find(method) is { Result: ResultKind.ApplicationToken })
        {
            return false;
        }

        bool any = false;
        foreach (SimpleNameSyntax use in KeptSources.NamesOf(Member, code).SelectMany(name => code.Uses.Of(name)))
        {
            if (SyntaxQueries.IsWritten(use, out _)
                || code.OperationAt(SyntaxQueries.Qualified(use)) is not { } source
                || source.Outermost().Parent is not IPropertyReferenceOperation part
                || code.Calls.Of(part) is not { Result: ResultKind.Part })
            {
                continue;
            }

            SyntaxNode user = SyntaxQueries.EnclosingMember(use);
            if (user != function && MakesOwn(user, code))
            {
                continue;
            }

            if (user != function || !IsUsedUp(part, function, code))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    private bool MakesOwn(SyntaxNode function, CodeModel code)
    {
        foreach (SimpleNameSyntax use in code.Uses.In(function, Member))
        {
            if (SyntaxQueries.IsWritten(use, out ExpressionSyntax? value) && value is not null && !SyntaxQueries.IsNull(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether all uses of a token end with the function or the task that it returns: the function reads or returns the token, or waits for the calls that
    /// get it.
    /// </summary>
    private static bool IsUsedUp(IOperation token, SyntaxNode function, CodeModel code)
    {
        switch (token.Outermost().Parent)
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                foreach (SimpleNameSyntax use in code.Uses.In(function, local))
                {
                    if (code.OperationAt(use) is not { } read
                        || read.Outermost().Parent is IVariableInitializerOperation
                        || !TaskUses.IsJoined(read, code) && !IsEnumerated(read, code) && !IsUsedUp(read, function, code))
                    {
                        return false;
                    }
                }

                return true;
            case IPropertyReferenceOperation or IReturnOperation or IInvocationOperation { Instance: not null, Type.SpecialType: SpecialType.System_Void }:
                return true;
            case IArgumentOperation { Parent: IInvocationOperation call } when SyntaxQueries.EnclosingFunction(call.Syntax) == function:
                return TaskUses.IsJoined(call, code) || IsEnumerated(call, code)
                    || call.Outermost().Parent is IReturnOperation or IVariableInitializerOperation && IsUsedUp(call, function, code);
            default:
                return false;
        }
    }

    private static bool IsEnumerated(IOperation sequence, CodeModel code) =>
        TaskUses.ConsumerOf(sequence, code) is (IForEachLoopOperation loop, var value) && loop.Collection == value;

    /// <summary>Finds the function that sets the member to null, other than a constructor or the type's disposal; null if there is none.</summary>
    private SyntaxNode? NullingFunction(CodeModel code)
    {
        foreach (SimpleNameSyntax use in code.Uses.Of(Member))
        {
            if (SyntaxQueries.IsWritten(use, out ExpressionSyntax? value) && value is not null && SyntaxQueries.IsNull(value)
                && SyntaxQueries.EnclosingFunction(use) is var function and not ConstructorDeclarationSyntax && !IsInEnd(use, code))
            {
                return function;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a method (named <paramref name="by"/>) makes an object of the type that holds the source, which isn't disposable, passes it a token that
    /// outlives the method, and drops it.
    /// </summary>
    private bool OwnerIsDropped(CodeModel code, out string by)
    {
        by = "";
        if (Member.IsStatic || Member.ContainingType is not { } type
            || KnownSymbols.Is(type, code.Symbols.Disposable) || KnownSymbols.Is(type, code.Symbols.AsyncDisposable))
        {
            return false;
        }

        int creations = 0;
        foreach (SimpleNameSyntax use in code.Uses.OfType(type))
        {
            if (use.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is not { } creation || !creation.Type.Span.Contains(use.Span) || ++creations > MostCreations)
            {
                continue;
            }

            SyntaxNode function = SyntaxQueries.EnclosingFunction(creation);
            if (function is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
                && SyntaxQueries.EnclosingMember(creation) is MethodDeclarationSyntax member
                && !(code.SemanticModelOf(member.SyntaxTree)?.GetDeclaredSymbol(member) is { } method && KnownSymbols.Same(method, code.Symbols.Compilation.GetEntryPoint(default)))
                && code.OperationAt(creation) is IObjectCreationOperation made
                && IsDroppedHere(made, function, code)
                && TokenLifetimes.AnyOutlives(made.Arguments, function, code))
            {
                by = NameOf(function, code);
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the function that makes an object only accesses members of the object, and doesn't pass it on.</summary>
    private static bool IsDroppedHere(IObjectCreationOperation made, SyntaxNode function, CodeModel code)
    {
        switch (made.Outermost().Parent)
        {
            case IInvocationOperation call:
                return call.Instance == made.Outermost();
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                foreach (SimpleNameSyntax use in code.Uses.Of(local))
                {
                    if (SyntaxQueries.EnclosingFunction(use) != function || use.Parent is not MemberAccessExpressionSyntax access || access.Expression != use)
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }
}
