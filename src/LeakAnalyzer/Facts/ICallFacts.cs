using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Facts;

/// <summary>
/// The one question, "what does this call do?", answered by the catalogue, the user's options, the bodies of source methods, or the one target
/// that an interface or virtual call can have.
/// </summary>
internal interface ICallFacts
{
    /// <summary>What a called method does, as the catalogue or the user tells it; null where neither does.</summary>
    MemberFacts? Of(IInvocationOperation call);

    /// <summary>What reading a property does, as the catalogue or the user tells it; null where neither does.</summary>
    MemberFacts? Of(IPropertyReferenceOperation property);

    /// <summary>What a call does to a part of the object that it is called on.</summary>
    /// <param name="call">The call of a source method.</param>
    /// <param name="path">The members that lead from the object to the part; empty for the object itself.</param>
    Effects OnReceiver(IInvocationOperation call, ImmutableArray<ISymbol> path);

    /// <summary>What a call does to an object that it is given, or to a part of it.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="path">The members that lead from the object to the part; empty for the object itself.</param>
    Effects OnArgument(IArgumentOperation argument, ImmutableArray<ISymbol> path);

    /// <summary>What a call gives back, as far as the body of a source method tells it.</summary>
    ResultKind ResultOf(IInvocationOperation call);

    /// <summary>The expression by which a source method creates its result, and whether it sets a time limit on it; null where it creates none.</summary>
    (IOperation Creation, bool IsBounded)? CreationBehind(IInvocationOperation call);

    /// <summary>Whether an exception may leave a call in code that is right.</summary>
    bool MayThrow(IInvocationOperation call);

    /// <summary>The task that a call's own task waits for, where a source method makes its task of one that it is given; null elsewhere.</summary>
    IOperation? TaskBehind(IInvocationOperation call);
}
