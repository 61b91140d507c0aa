using System.Linq.Expressions;
using System.Reflection;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>A wait of the catalogue, and what is tried while it is pending.</summary>
internal abstract class WaitCase(Type type, MemberInfo member)
{
    private readonly List<Act> _acts = [];

    /// <summary>The type of the object that is waited on, a generic one without its arguments.</summary>
    public Type Type { get; } = type is { IsGenericType: true } ? type.GetGenericTypeDefinition() : type;

    /// <summary>The method that waits, or the property whose task does.</summary>
    public MemberInfo Member { get; } = member;

    /// <summary>What tells the case from others of the same member; null where there is no other.</summary>
    public string? Circumstance { get; protected set; }

    /// <summary>What is tried while the wait is pending.</summary>
    public IReadOnlyList<Act> Acts => _acts;

    public override string ToString()
    {
        string receiver = Type.Name == Member.DeclaringType!.Name ? "" : $" on {Type.Name}";
        return DocumentationId.Of(Member) + receiver + (Circumstance is null ? "" : $" ({Circumstance})");
    }

    protected void Add(Act act) => _acts.Add(act);

    /// <summary>The member that an expression calls or reads, and the type of the object that it does that to.</summary>
    protected static (Type Type, MemberInfo Member) MemberOf(LambdaExpression use) =>
        Unconverted(use.Body) switch
        {
            MethodCallExpression { Object: { } receiver } call => (receiver.Type, call.Method),
            MethodCallExpression call => (call.Method.DeclaringType!, call.Method),
            MemberExpression { Expression: { } receiver } read => (receiver.Type, read.Member),
            { } other => throw new ArgumentException($"'{other}' uses no member.", nameof(use)),
        };

    /// <summary>The name of an act: the id of its member, and what simple values it gives it.</summary>
    protected static string NameOf(LambdaExpression act)
    {
        IEnumerable<object?> values = Unconverted(act.Body) is MethodCallExpression call
            ? call.Arguments.OfType<ConstantExpression>().Select(argument => argument.Value).Where(value => value is Enum or int or bool)
            : [];
        return string.Join(" ", values.Prepend(DocumentationId.Of(MemberOf(act).Member)));
    }

    private static Expression Unconverted(Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert } conversion ? conversion.Operand : expression;
}
