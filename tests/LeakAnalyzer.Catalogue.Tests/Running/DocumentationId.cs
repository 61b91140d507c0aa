using System.Reflection;
using System.Text;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>Creates documentation ids, such as <c>M:System.Threading.Barrier.SignalAndWait</c>, from members found by reflection.</summary>
internal static class DocumentationId
{
    /// <summary>Gets the id of a method, property or field. The id of a constructed generic member is that of its definition.</summary>
    public static string Of(MemberInfo member)
    {
        Type declaring = member.DeclaringType!;
        string type = (declaring.IsGenericType ? declaring.GetGenericTypeDefinition() : declaring).FullName!.Replace('+', '.');
        return member switch
        {
            MethodInfo constructed when constructed.Module.ResolveMethod(constructed.MetadataToken) is MethodInfo method =>
                $"M:{type}.{method.Name}{Arity(method)}{Parameters(method.GetParameters())}",
            PropertyInfo property => $"P:{type}.{property.Name}",
            FieldInfo field => $"F:{type}.{field.Name}",
            _ => throw new ArgumentException($"'{member}' is no method, property or field.", nameof(member)),
        };
    }

    private static string Arity(MethodInfo method) =>
        method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Name(parameter.ParameterType)))})";

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!) + "@";
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        }

        return type.IsGenericType ? Constructed(type) : type.FullName!.Replace('+', '.');
    }

    private static string Constructed(Type type)
    {
        Type[] arguments = type.GetGenericArguments();
        var name = new StringBuilder();
        int taken = 0;
        foreach (string part in type.GetGenericTypeDefinition().FullName!.Split('+'))
        {
            name.Append(name.Length == 0 ? "" : ".");
            int tick = part.IndexOf('`');
            if (tick < 0)
            {
                name.Append(part);
                continue;
            }

            int count = int.Parse(part[(tick + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            name.Append(part[..tick]).Append('{').AppendJoin(',', arguments.Skip(taken).Take(count).Select(Name)).Append('}');
            taken += count;
        }

        return name.ToString();
    }
}
