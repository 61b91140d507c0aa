using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Facts;

/// <summary>Tells what a call does, according to the catalogue, the user's options, or the bodies of source methods.</summary>
internal interface ICallFacts
{
    /// <summary>Gets the facts that the catalogue or the user's options list for a called method; null if neither lists it.</summary>
    MemberFacts? Of(IInvocationOperation call);

    /// <summary>Gets the facts that the catalogue or the user's options list for a property that is read; null if neither lists it.</summary>
    MemberFacts? Of(IPropertyReferenceOperation property);

    /// <summary>Gets the effects of a call on its receiver, or on a part of the receiver.</summary>
    /// <param name="call">The call of a method that is declared in source.</param>
    /// <param name="path">The members that lead from the receiver to the part; empty for the receiver itself.</param>
    Effects OnReceiver(IInvocationOperation call, ImmutableArray<ISymbol> path);

    /// <summary>Gets the effects that a read or write of an extension block's property has on the object, or on a part of the object.</summary>
    /// <param name="property">The read or write.</param>
    /// <param name="path">The members that lead from the object to the part; empty for the object itself.</param>
    Effects OnReceiver(IPropertyReferenceOperation property, ImmutableArray<ISymbol> path);

    /// <summary>Gets the effects of a call on one of its arguments, or on a part of the argument.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="path">The members that lead from the argument to the part; empty for the argument itself.</param>
    Effects OnArgument(IArgumentOperation argument, ImmutableArray<ISymbol> path);

    /// <summary>Gets what kind of object a call returns, according to the called method's body or, if that can't be seen, its name and signature.</summary>
    ResultKind ResultOf(IInvocationOperation call);

    /// <summary>
    /// Gets the expression in the called method that creates its result, and whether the method limits the result's time, as <c>CancelAfter</c> does; null if
    /// no such expression can be seen.
    /// </summary>
    (IOperation Creation, bool IsBounded)? CreationBehind(IInvocationOperation call);

    /// <summary>Whether a call may throw even if the calling code has no bug.</summary>
    bool MayThrow(IInvocationOperation call);

    /// <summary>Gets the task that a call wraps, such as <c>task</c> in <c>task.ConfigureAwait(false)</c>; null if no such task is known.</summary>
    IOperation? TaskBehind(IInvocationOperation call);
}
