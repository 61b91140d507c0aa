using System.Reflection;
using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>How certain it is that a given exception has ended an <c>await using</c> block.</summary>
internal enum Certainty
{
    /// <summary>There is no exception.</summary>
    None,

    /// <summary>The exception may have been caught inside the block, or may belong to a <c>try</c> around the block.</summary>
    Possible,

    /// <summary>The exception has ended the block, unless it belongs to an enclosing <c>await using</c> block.</summary>
    Probable,

    /// <summary>The exception has ended the block: the code that the compiler generates rethrows it after the disposal.</summary>
    Certain,
}

/// <summary>
/// Finds the exception with which an <c>await using</c> block ended. The compiler's code keeps it in a field of the state machine during the disposal.
/// </summary>
internal static class BlockFailure
{
    /// <summary>Finds the exception of the block at whose end a resource is disposed.</summary>
    /// <param name="awaiting">The object that awaits the disposal: the task of the async method.</param>
    /// <param name="resource">The resource.</param>
    public static (Exception? Failure, Certainty Certainty) Find(object? awaiting, object resource)
    {
        if (awaiting is null || TaskInternals.StateMachineOf(awaiting) is not { } stateMachine)
        {
            return default;
        }

        // The compiler declares the fields for resources first, then those for exceptions, each from the outermost block inwards.
        FieldInfo[] fields = TaskInternals.FieldsOf(stateMachine);
        int own = Array.FindIndex(fields, field => IsOf(resource, field.GetValue(stateMachine)));
        (Exception? inBlock, int place) = FirstException(fields[(own + 1)..], stateMachine);
        if (inBlock is null)
        {
            return FirstException(fields[..(own + 1)], stateMachine) is ({ } around, _) ? (around, Certainty.Possible) : default;
        }

        // This counts the resources of the blocks around this one. A block without an await has no such field, so its exception may be that of another block.
        int blocksAround = fields.Take(own).Count(field => field.FieldType.IsAssignableTo(typeof(IAsyncDisposable)));
        return (inBlock, place < blocksAround || own < 0 ? Certainty.Probable : place == blocksAround ? Certainty.Certain : Certainty.Possible);
    }

    /// <summary>Finds the first exception in the fields that the compiler made for the exceptions of blocks, and its index among these fields.</summary>
    private static (Exception? Exception, int Place) FirstException(IEnumerable<FieldInfo> fields, object stateMachine)
    {
        int place = 0;
        foreach (FieldInfo field in fields)
        {
            if (field.FieldType == typeof(object) && IsMadeByCompiler(field))
            {
                if (field.GetValue(stateMachine) is Exception exception)
                {
                    return (exception, place);
                }

                place++;
            }
        }

        return (null, place);
    }

    private static bool IsOf(object resource, object? value) =>
        value == resource || (value is ConfiguredAsyncDisposable configured && TaskInternals.Field(configured, "_source") == resource);

    /// <summary>
    /// Whether the compiler made a field for its own use, as <c>&lt;&gt;7__wrap1</c>. The field of a local is named <c>&lt;local&gt;5__2</c>.
    /// </summary>
    private static bool IsMadeByCompiler(FieldInfo field) => field.Name.StartsWith("<>", StringComparison.Ordinal);
}
