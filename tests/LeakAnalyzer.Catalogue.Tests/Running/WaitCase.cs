using System.Linq.Expressions;
using System.Reflection;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>A wait that the catalogue lists, and what is done to its object while it is pending.</summary>
internal abstract class WaitCase(Type type, MemberInfo member)
{
    private readonly List<Act> _acts = [];

    /// <summary>Gets the type of the object that is waited on: for a generic type, its definition.</summary>
    public Type Type { get; } = type is { IsGenericType: true } ? type.GetGenericTypeDefinition() : type;

    /// <summary>Gets the method that waits, or the property whose task is awaited.</summary>
    public MemberInfo Member { get; } = member;

    /// <summary>Tells the case from other cases of the same member; null if there are none.</summary>
    public string? Circumstance { get; protected set; }

    public IReadOnlyList<Act> Acts => _acts;

    public override string ToString()
    {
        string receiver = Type.Name == Member.DeclaringType!.Name ? "" : $" on {Type.Name}";
        return DocumentationId.Of(Member) + receiver + (Circumstance is null ? "" : $" ({Circumstance})");
    }

    protected void Add(Act act) => _acts.Add(act);

    /// <summary>Gets the member that an expression calls or reads, and the type of the object whose member it is.</summary>
    protected static (Type Type, MemberInfo Member) MemberOf(LambdaExpression use) =>
        Unconverted(use.Body) switch
        {
            MethodCallExpression { Object: { } receiver } call => (receiver.Type, call.Method),
            MethodCallExpression call => (call.Method.DeclaringType!, call.Method),
            MemberExpression { Expression: { } receiver } read => (receiver.Type, read.Member),
            { } other => throw new ArgumentException($"'{other}' uses no member.", nameof(use)),
        };

    /// <summary>Gets the name of an <see cref="Act"/>: the id of the called member, and the constants that are passed to it.</summary>
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
