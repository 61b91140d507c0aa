namespace LeakAnalyzer.FixContract;

/// <summary>An inherited method that ends an object, and that its type is to override.</summary>
/// <param name="Access">How its accessibility is written.</param>
/// <param name="Name">Its name, which tells what it returns.</param>
/// <param name="Parameter">Its only parameter; null where it has none.</param>
internal readonly record struct InheritedEnd(string Access, string Name, string? Parameter)
{
    private const char Separator = ' ';

    /// <summary>The text form; empty for none.</summary>
    internal static string Format(InheritedEnd? inherited) =>
        inherited is { } end ? string.Join(Separator.ToString(), end.Name, end.Parameter, end.Access) : "";

    /// <summary>Reads what <see cref="Format"/> wrote; null where it isn't that.</summary>
    internal static InheritedEnd? Parse(string text) =>
        text.Split([Separator], 3) is [{ Length: > 0 } name, var parameter, var access] ? new InheritedEnd(access, name, OwnerSource.OrNull(parameter)) : null;
}
