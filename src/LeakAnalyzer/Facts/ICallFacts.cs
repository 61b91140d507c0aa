using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Facts;

/// <summary>
/// Tells what a call does. The answers come from the catalogue, from the user's options, from the bodies of methods that are declared in source, or
/// from the one method that an interface or virtual call can reach.
/// </summary>
internal interface ICallFacts
{
    /// <summary>Gets the facts that the catalogue or the user's options list for a called method. Returns null if neither lists the method.</summary>
    MemberFacts? Of(IInvocationOperation call);

    /// <summary>
    /// Gets the facts that the catalogue or the user's options list for a property that is read. Returns null if neither lists the property.
    /// </summary>
    MemberFacts? Of(IPropertyReferenceOperation property);

    /// <summary>Gets the effects of a call on its receiver, or on a part of the receiver.</summary>
    /// <param name="call">The call of a method that is declared in source.</param>
    /// <param name="path">The members that lead from the receiver to the part; empty for the receiver itself.</param>
    Effects OnReceiver(IInvocationOperation call, ImmutableArray<ISymbol> path);

    /// <summary>Gets the effects of a call on one of its arguments, or on a part of the argument.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="path">The members that lead from the argument to the part; empty for the argument itself.</param>
    Effects OnArgument(IArgumentOperation argument, ImmutableArray<ISymbol> path);

    /// <summary>
    /// Gets what a call returns, according to the body of the called method. Unknown if the body's paths return different kinds, or if the body can't
    /// be seen and the method's name and signature don't tell what it returns.
    /// </summary>
    ResultKind ResultOf(IInvocationOperation call);

    /// <summary>
    /// Gets the expression in the called method's body that creates the object which the method returns, and whether the method sets a time on that
    /// object, as <c>CancelAfter</c> does. Null if the body can't be seen, or if it doesn't create the returned object.
    /// </summary>
    (IOperation Creation, bool IsBounded)? CreationBehind(IInvocationOperation call);

    /// <summary>Whether a call may throw even if the calling code has no bug.</summary>
    bool MayThrow(IInvocationOperation call);

    /// <summary>
    /// Gets the task that a call wraps: an argument or the receiver, such as <c>task</c> in <c>task.ConfigureAwait(false)</c>. The task that the call
    /// returns completes only after the wrapped one. Null if no such task is known.
    /// </summary>
    IOperation? TaskBehind(IInvocationOperation call);
}
