using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Summaries;

/// <summary>The waits of a source method that has been read completely, and how much had to be read to find these waits.</summary>
/// <param name="Waits">The waits that the method reaches, itself or through calls.</param>
/// <param name="Height">The number of functions on the longest chain of calls that was followed, the method included.</param>
/// <param name="Bodies">The methods whose bodies were read.</param>
internal sealed record WaitSummary(ImmutableArray<Wait> Waits, int Height, ImmutableArray<ReadMethod> Bodies)
{
    /// <summary>Gets the summary of a method that needn't be read, because its text shows that it doesn't wait.</summary>
    public static WaitSummary Nothing { get; } = new(ImmutableArray<Wait>.Empty, 0, ImmutableArray<ReadMethod>.Empty);
}

/// <summary>A method whose body was read to compose a summary.</summary>
/// <param name="Method">The method whose body was read.</param>
/// <param name="BlockingDepthLeft">How many more nested blocking calls could be followed where the method was called.</param>
/// <param name="Bodies">How many bodies were read for the method: its own, and those of lambdas and others without a summary of their own.</param>
internal readonly record struct ReadMethod(IMethodSymbol Method, int BlockingDepthLeft, int Bodies)
{
    public bool Equals(ReadMethod other) => BlockingDepthLeft == other.BlockingDepthLeft && SymbolEqualityComparer.Default.Equals(Method, other.Method);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Method) * 31 + BlockingDepthLeft;
}
