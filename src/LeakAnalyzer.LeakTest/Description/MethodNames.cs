using System.Reflection;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>
/// Writes names of methods as in source code: a lambda in <c>Perform.LeakyAsync</c>, compiled to <c>&lt;LeakyAsync&gt;b__0</c>, is <c>Perform.LeakyAsync
/// lambda</c>.
/// </summary>
internal static class MethodNames
{
    /// <summary>The name of a method with its type and namespace.</summary>
    public static string Of(MethodBase method) =>
        method.DeclaringType is { } type && method.Name == "MoveNext" && IsMadeByCompiler(type)
            ? OfStateMachine(type)
            : Join(method.DeclaringType, method.Name, method.IsGenericMethod ? method.GetGenericArguments() : [], TypeNames.Full);

    /// <summary>The name of the async method or iterator that was compiled to a state machine, with its type and namespace.</summary>
    public static string OfStateMachine(Type stateMachine) => Join(stateMachine, stateMachine.Name, [], TypeNames.Full);

    /// <summary>
    /// The name of the async method or iterator with its type, but without the namespace. A local function or lambda gets the name of the method around it.
    /// </summary>
    public static string ShortOfStateMachine(Type stateMachine) => Join(stateMachine, OutermostOf(stateMachine.Name), [], TypeNames.Short);

    /// <summary>
    /// Restores a name that the compiler mangled: <c>&lt;M&gt;b__0_1</c> is a lambda in M, <c>&lt;M&gt;g__Local|0_1</c> a local function, <c>&lt;M&gt;d__2</c>
    /// the state machine of M.
    /// </summary>
    /// <param name="name">The name in the metadata.</param>
    /// <param name="typeArguments">The type arguments of M as text.</param>
    public static string Unmangle(string name, string typeArguments = "")
    {
        if (!name.StartsWith('<') || EndOfInner(name) is not { } end)
        {
            // In the name of a state machine, the compiler writes a minus for each dot of the method's name, as for '.ctor' or 'IFace.Method'.
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

    /// <summary>Joins the names of the type and the method. A type made by the compiler, such as a state machine, is replaced by the type around it.</summary>
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

    /// <summary>The index of the <c>&gt;</c> that closes the first <c>&lt;</c>.</summary>
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
