using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tasks;

/// <summary>What becomes of an exception, a cancellation included, that leaves the started work.</summary>
internal enum FaultFate
{
    /// <summary>It stays in the task, where nobody looks at it.</summary>
    KeptInTask,

    /// <summary>It ends the process.</summary>
    CrashesProcess,
}

/// <summary>A call that starts work whose task nobody joins.</summary>
/// <param name="Call">The call.</param>
/// <param name="Delegate">The work, where it is handed over as a delegate; null where the call itself is the work.</param>
/// <param name="FaultFate">What becomes of the work's exceptions.</param>
internal sealed record TaskStart(IInvocationOperation Call, IOperation? Delegate, FaultFate FaultFate)
{
    /// <summary>The invoked name, where a report stands: with its type where the method is called through it.</summary>
    public Location NameLocation
    {
        get
        {
            (SyntaxNode first, SyntaxNode last) = NameNodes();
            return Location.Create(Call.Syntax.SyntaxTree, TextSpan.FromBounds(first.SpanStart, last.Span.End));
        }
    }

    /// <summary>The invoked name as a message shows it.</summary>
    public string Name
    {
        get
        {
            (SyntaxNode first, SyntaxNode last) = NameNodes();
            return first == last ? last.ToString() : $"{first}.{last}";
        }
    }

    private (SyntaxNode First, SyntaxNode Last) NameNodes()
    {
        SyntaxNode called = Call.Syntax is InvocationExpressionSyntax invocation ? invocation.Expression : Call.Syntax;
        switch (called)
        {
            case MemberAccessExpressionSyntax access:
                bool throughType = Call.TargetMethod.IsStatic && !(Call.TargetMethod.IsExtensionMethod && access.Expression == Call.Receiver()?.Syntax);
                SyntaxNode qualifier = access.Expression switch
                {
                    MemberAccessExpressionSyntax qualified => qualified.Name,
                    AliasQualifiedNameSyntax qualified => qualified.Name,
                    _ => access.Expression,
                };
                return (throughType && qualifier is SimpleNameSyntax ? qualifier : access.Name, access.Name);
            case MemberBindingExpressionSyntax binding:
                return (binding.Name, binding.Name);
            default:
                return (called, called);
        }
    }
}
