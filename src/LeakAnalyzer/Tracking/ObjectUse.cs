using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>One use of an object, and what the use does to the object.</summary>
/// <param name="Effects">What the use does to the object.</param>
/// <param name="Act">The node that does something to the object, such as the call <c>source.Cancel()</c>.</param>
/// <param name="IsUsingStatement">Whether the use is a <c>using</c> statement or declaration, which disposes the object at its end.</param>
/// <param name="Name">The path by which the use refers to the object, or for a local with the value of a field, the path of that field.</param>
internal readonly record struct ObjectUse(Effects Effects, SyntaxNode Act, bool IsUsingStatement, AccessPath Name);

/// <summary>One use of an object of the kind that an analysis looks for, such as a use that ends a wait on the object.</summary>
/// <param name="Effect">What the use means to that analysis; never <see cref="UseEffect.Harmless"/>.</param>
/// <param name="Use">The use.</param>
internal readonly record struct EndingUse(UseEffect Effect, ObjectUse Use)
{
    /// <summary>The node that does something to the object, such as the call <c>source.Cancel()</c>.</summary>
    public SyntaxNode Act => Use.Act;

    /// <summary>Whether the use is a <c>using</c> statement or declaration, which disposes the object at its end.</summary>
    public bool IsUsingStatement => Use.IsUsingStatement;
}
