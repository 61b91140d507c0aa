using System.Reflection;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>
/// Methods as one writes them: what the compiler made of <c>Perform.LeakyAsync</c>'s lambda, <c>Perform+&lt;&gt;c.&lt;LeakyAsync&gt;b__0</c>
/// or its state machine <c>&lt;&lt;LeakyAsync&gt;b__0&gt;d</c>, is called <c>Perform.LeakyAsync lambda</c>.
/// </summary>
internal static class MethodNames
{
    /// <summary>The method with its type and namespace.</summary>
    public static string Of(MethodBase method) =>
        method.DeclaringType is { } type && method.Name == "MoveNext" && IsMadeByCompiler(type)
            ? OfStateMachine(type)
            : Join(method.DeclaringType, method.Name, method.IsGenericMethod ? method.GetGenericArguments() : [], TypeNames.Full);

    /// <summary>The async method or iterator that a state machine was made of, with its type and namespace.</summary>
    public static string OfStateMachine(Type stateMachine) => Join(stateMachine, stateMachine.Name, [], TypeNames.Full);

    /// <summary>The same without the namespace, and without the local function where that is the framework's own affair.</summary>
    public static string ShortOfStateMachine(Type stateMachine) => Join(stateMachine, OutermostOf(stateMachine.Name), [], TypeNames.Short);

    /// <summary>
    /// The name that the compiler mangled: <c>&lt;M&gt;b__0_1</c> is a lambda in M, <c>&lt;M&gt;g__Local|0_1</c> a local function,
    /// <c>&lt;M&gt;d__2</c> the state machine of M; and these are nested.
    /// </summary>
    /// <param name="name">The name in the metadata.</param>
    /// <param name="typeArguments">What M is called with, as it is written.</param>
    public static string Unmangle(string name, string typeArguments = "")
    {
        if (!name.StartsWith('<') || EndOfInner(name) is not { } end)
        {
            // In the name of a type a dot is a minus: of a constructor, or of a method that implements an interface explicitly.
            return Readable(name.Replace('-', '.')) + typeArguments;
        }

        string inner = Unmangle(name[1..end], typeArguments);
        string rest = name[(end + 1)..].TrimStart('$');
        if (rest.StartsWith("b__", StringComparison.Ordinal))
        {
            return inner.EndsWith(" lambda", StringComparison.Ordinal) ? inner : inner + " lambda";
        }

        if (rest.StartsWith("g__", StringComparison.Ordinal) && rest.IndexOf('|') is > 3 and var bar)
        {
            return $"{inner}.{rest[3..bar]}";
        }

        return inner;
    }

    /// <summary>The type and the method. What the compiler nested in the type has the type's arguments first, then the method's.</summary>
    private static string Join(Type? type, string mangled, Type[] ownArguments, Func<Type, string> write)
    {
        Type[] arguments = type?.GetGenericArguments() ?? [];
        while (type is { DeclaringType: { } outer } && IsMadeByCompiler(type))
        {
            type = outer;
        }

        int arity = type?.GetGenericArguments().Length ?? 0;
        if (type is { IsGenericTypeDefinition: true })
        {
            type = type.MakeGenericType(arguments[..arity]);
        }

        Type[] ofMethod = [.. arguments[arity..], .. ownArguments];
        string method = Unmangle(mangled, ofMethod.Length == 0 ? "" : $"<{string.Join(", ", ofMethod.Select(TypeNames.Short))}>");
        return type is null ? method : $"{write(type)}.{method}";
    }

    private static bool IsMadeByCompiler(Type type) => type.IsNested && type.Name.StartsWith('<');

    /// <summary>The place of the <c>&gt;</c> that closes the first <c>&lt;</c>.</summary>
    private static int? EndOfInner(string name)
    {
        int depth = 0;
        for (int i = 0; i < name.Length; i++)
        {
            depth += name[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return null;
    }

    private static string OutermostOf(string name)
    {
        while (name.StartsWith('<') && EndOfInner(name) is { } end)
        {
            name = name[1..end];
        }

        return name;
    }

    private static string Readable(string name) => name switch
    {
        ".ctor" => "constructor",
        ".cctor" => "static constructor",
        _ when name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) => name[4..],
        _ => name,
    };
}
