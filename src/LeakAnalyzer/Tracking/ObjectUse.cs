using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>One use of an object, and what it does to it.</summary>
/// <param name="Effects">What it does.</param>
/// <param name="Act">The node at which it happens.</param>
/// <param name="IsUsingStatement">Whether it is the head of a <c>using</c> statement, which disposes at its end.</param>
/// <param name="Name">The name by which it is used.</param>
internal readonly record struct ObjectUse(Effects Effects, SyntaxNode Act, bool IsUsingStatement, AccessPath Name);

/// <summary>One use of an object that may end what is asked about.</summary>
/// <param name="Effect">What it means; never harmless.</param>
/// <param name="Use">The use.</param>
internal readonly record struct EndingUse(UseEffect Effect, ObjectUse Use)
{
    /// <summary>The node at which it happens.</summary>
    public SyntaxNode Act => Use.Act;

    /// <summary>Whether it is the head of a <c>using</c> statement, which disposes at its end.</summary>
    public bool IsUsingStatement => Use.IsUsingStatement;
}
