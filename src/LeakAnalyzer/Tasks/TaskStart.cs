using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tasks;

/// <summary>What happens to an exception, or a cancellation, that leaves the code of a started task or thread.</summary>
internal enum FaultFate
{
    /// <summary>The exception is stored in the task.</summary>
    KeptInTask,

    /// <summary>The exception ends the process.</summary>
    CrashesProcess,
}

/// <summary>A call, such as <c>Task.Run</c>, that starts work which continues after the call has returned.</summary>
/// <param name="Call">The call that starts the work.</param>
/// <param name="Delegate">The delegate that is the work; null if the called method itself is the work.</param>
/// <param name="FaultFate">What happens to an exception that leaves the work.</param>
internal sealed record TaskStart(IInvocationOperation Call, IOperation? Delegate, FaultFate FaultFate)
{
    /// <summary>The location of the invoked name, such as <c>Task.Run</c>, where a report is shown.</summary>
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
