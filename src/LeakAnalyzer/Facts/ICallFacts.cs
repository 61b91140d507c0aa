using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Facts;

/// <summary>
/// Tells what a call does. The answers come from the catalogue, from the user's options, from the bodies of source methods, or from the one method
/// that an interface or virtual call can reach.
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
    /// <param name="call">The call of a source method.</param>
    /// <param name="path">The members that lead from the object to the part; empty for the object itself.</param>
    Effects OnReceiver(IInvocationOperation call, ImmutableArray<ISymbol> path);

    /// <summary>Gets the effects of a call on one of its arguments, or on a part of the argument.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="path">The members that lead from the object to the part; empty for the object itself.</param>
    Effects OnArgument(IArgumentOperation argument, ImmutableArray<ISymbol> path);

    /// <summary>
    /// Gets what a call returns, according to the body of the called source method. The result is unknown if that body can't be seen or its paths
    /// differ.
    /// </summary>
    ResultKind ResultOf(IInvocationOperation call);

    /// <summary>
    /// Gets the expression by which the called method, whose body can be seen, creates its result. Also tells whether the method limits the time of
    /// that object, as <c>CancelAfter</c> does. Returns null if the method doesn't create its result.
    /// </summary>
    (IOperation Creation, bool IsBounded)? CreationBehind(IInvocationOperation call);

    /// <summary>Whether a call may throw an exception in code without a bug.</summary>
    bool MayThrow(IInvocationOperation call);

    /// <summary>
    /// Gets the task on which the task that a call returns depends: an argument or the receiver. The returned task completes only after that task.
    /// Returns null if no such task is known.
    /// </summary>
    IOperation? TaskBehind(IInvocationOperation call);
}
