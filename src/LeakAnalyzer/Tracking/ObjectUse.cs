using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>One use of an object, and what the use does to the object.</summary>
/// <param name="Effects">What the use does to the object.</param>
/// <param name="Act">The node at which the use affects the object, such as the call <c>source.Cancel()</c>.</param>
/// <param name="IsUsingStatement">Whether the use is a <c>using</c> statement or declaration, which disposes the object at its end.</param>
/// <param name="Name">
/// The path by which the use refers to the object. If a local got the object from a field or property, the path is that of the field or property.
/// </param>
internal readonly record struct ObjectUse(Effects Effects, SyntaxNode Act, bool IsUsingStatement, AccessPath Name);

/// <summary>One use of an object that matters for an <see cref="Interest"/>, such as an interest in uses that end a wait on the object.</summary>
/// <param name="Effect">What the use means for the interest; never <see cref="UseEffect.Harmless"/>.</param>
/// <param name="Use">The use.</param>
internal readonly record struct EndingUse(UseEffect Effect, ObjectUse Use)
{
    /// <summary>The node at which the use affects the object, such as the call <c>source.Cancel()</c>.</summary>
    public SyntaxNode Act => Use.Act;

    /// <summary>Whether the use is a <c>using</c> statement or declaration, which disposes the object at its end.</summary>
    public bool IsUsingStatement => Use.IsUsingStatement;
}
