using System.Text;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Writes types as in C#.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(char)] = "char", [typeof(decimal)] = "decimal",
        [typeof(double)] = "double", [typeof(float)] = "float", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long",
        [typeof(ulong)] = "ulong", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(object)] = "object",
        [typeof(string)] = "string", [typeof(void)] = "void",
    };

    /// <summary>The type's name with its type arguments, without the namespace.</summary>
    public static string Short(Type type) => Write(type, withNamespace: false);

    /// <summary>The type's name with its namespace. Type arguments are written without namespaces.</summary>
    public static string Full(Type type) => Write(type, withNamespace: true);

    private static string Write(Type type, bool withNamespace)
    {
        if (s_keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Write(type.GetElementType()!, withNamespace)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Write(underlying, withNamespace) + "?";
        }

        if (type.IsGenericParameter || type.HasElementType)
        {
            return type.Name;
        }

        var text = new StringBuilder();
        if (withNamespace && !string.IsNullOrEmpty(type.Namespace))
        {
            text.Append(type.Namespace).Append('.');
        }

        // The type arguments of a nested type begin with those of the types around it.
        Type[] arguments = type.GetGenericArguments();
        int written = 0;
        foreach (Type part in Nest(type))
        {
            if (part.IsNested)
            {
                text.Append('.');
            }

            text.Append(NameOf(part));
            int arity = part.GetGenericArguments().Length;
            if (arity > written)
            {
                text.Append('<').AppendJoin(", ", arguments[written..arity].Select(Short)).Append('>');
                written = arity;
            }
        }

        return text.ToString();
    }

    /// <summary>The types around a type, the outermost first, and the type itself.</summary>
    private static IEnumerable<Type> Nest(Type type) => type.DeclaringType is { } outer ? Nest(outer).Append(type) : [type];

    private static string NameOf(Type type)
    {
        // The name of a file-local type is <File>F0123__Name.
        string name = type.Name.StartsWith('<') && type.Name.IndexOf("__", StringComparison.Ordinal) is > 0 and var end
            ? type.Name[(end + 2)..]
            : type.Name;
        int arity = name.IndexOf('`');
        return arity < 0 ? name : name[..arity];
    }
}
