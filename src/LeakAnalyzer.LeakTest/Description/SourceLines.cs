using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>
/// Finds source files and lines in portable PDBs, embedded or beside the assembly. The runtime could find them only while it captures a stack, which is too
/// slow for every start of a task.
/// </summary>
internal static class SourceLines
{
    private static readonly ConcurrentDictionary<Assembly, MetadataReader?> s_symbols = new();

    /// <summary>Finds the file and line of an instruction; null if there are no symbols for it.</summary>
    public static (string File, int Line)? Find(MethodBase method, int ilOffset)
    {
        try
        {
            return s_symbols.GetOrAdd(method.Module.Assembly, Open) is { } symbols && ilOffset >= 0
                ? Find(symbols, MetadataTokens.MethodDefinitionHandle(method.MetadataToken & 0xFFFFFF), ilOffset)
                : null;
        }
        catch (Exception unreadable) when (unreadable is BadImageFormatException or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    private static (string File, int Line)? Find(MetadataReader symbols, MethodDefinitionHandle method, int ilOffset)
    {
        (string, int)? found = null;
        foreach (SequencePoint point in symbols.GetMethodDebugInformation(method).GetSequencePoints())
        {
            if (point.Offset > ilOffset)
            {
                break;
            }

            if (!point.IsHidden)
            {
                found = (symbols.GetString(symbols.GetDocument(point.Document).Name), point.StartLine);
            }
        }

        return found;
    }

    private static MetadataReader? Open(Assembly assembly)
    {
        if (assembly.IsDynamic || assembly.Location is not { Length: > 0 } path)
        {
            return null;
        }

        using var image = new PEReader(File.OpenRead(path));
        return image.TryOpenAssociatedPortablePdb(path, pdb => File.Exists(pdb) ? File.OpenRead(pdb) : null, out MetadataReaderProvider? provider, out _)
            ? provider!.GetMetadataReader()
            : null;
    }
}
