using System.Reflection;
using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>How sure it is that an exception is what a block failed with.</summary>
internal enum Certainty
{
    /// <summary>There is no such exception.</summary>
    None,

    /// <summary>It may as well be one that was caught inside of the block, or around it.</summary>
    Possible,

    /// <summary>It may be that of a block around this one.</summary>
    Probable,

    /// <summary>It will be thrown again after the disposal.</summary>
    Certain,
}

/// <summary>
/// The exception that an <c>await using</c> block failed with. By the time of the disposal the compiler's code has caught it, and keeps it
/// in a field of the state machine, from where it is thrown again after the disposal; unless that throws too.
/// </summary>
internal static class BlockFailure
{
    /// <summary>The exception of the block at whose end a resource is disposed.</summary>
    /// <param name="awaiting">Who awaits the disposal.</param>
    /// <param name="resource">The disposed resource.</param>
    public static (Exception? Failure, Certainty Certainty) Find(object? awaiting, object resource)
    {
        if (awaiting is null || TaskInternals.StateMachineOf(awaiting) is not { } stateMachine)
        {
            return default;
        }

        // The fields of blocks come after those of the resources in their scope, both from the outermost block inwards.
        FieldInfo[] fields = TaskInternals.FieldsOf(stateMachine);
        int own = Array.FindIndex(fields, field => IsOf(resource, field.GetValue(stateMachine)));
        (Exception? inBlock, int place) = FirstException(fields[(own + 1)..], stateMachine);
        if (inBlock is null)
        {
            return FirstException(fields[..(own + 1)], stateMachine) is ({ } around, _) ? (around, Certainty.Possible) : default;
        }

        // A resource that no await of the block has to outlive has no field.
        int blocksAround = fields.Take(own).Count(field => field.FieldType.IsAssignableTo(typeof(IAsyncDisposable)));
        return (inBlock, place < blocksAround || own < 0 ? Certainty.Probable : place == blocksAround ? Certainty.Certain : Certainty.Possible);
    }

    /// <summary>The first of the blocks' fields that holds an exception, and how many of them stand before it.</summary>
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

    /// <summary>A local variable of the source has its name between the angle brackets.</summary>
    private static bool IsMadeByCompiler(FieldInfo field) => field.Name.StartsWith("<>", StringComparison.Ordinal);
}
