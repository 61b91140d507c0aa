namespace LeakAnalyzer.Facts;

/// <summary>The operands and facts from which the entries of the catalogue are built.</summary>
internal static class Vocabulary
{
    /// <summary>The object that the member is called on: the instance, or the first argument of an extension method.</summary>
    public const Operand Receiver = Operand.Receiver;

    /// <summary>The first argument of the call that isn't the receiver.</summary>
    public const Operand Argument = Operand.Argument;

    /// <summary>All arguments of the call that aren't the receiver.</summary>
    public const Operand Arguments = Operand.Arguments;

    /// <summary>The member may read or change its receiver, but ends no wait on the receiver.</summary>
    public static readonly Fact Reads = new(FactKind.Reads, Receiver);

    /// <summary>The member may read or change its arguments, but it ends no wait on them.</summary>
    public static readonly Fact ReadsArguments = new(FactKind.Reads, Arguments);

    /// <summary>The member ends all waits on its receiver.</summary>
    public static readonly Fact Ends = new(FactKind.Ends, Receiver);

    /// <summary>The member cancels its receiver, a <c>CancellationTokenSource</c>, so that all waits on the source's token end.</summary>
    public static readonly Fact Cancels = Ends;

    /// <summary>The member disposes its receiver.</summary>
    public static readonly Fact Disposes = new(FactKind.Disposes, Receiver);

    /// <summary>The member adds one item or permit to its receiver, so that one wait for an item ends.</summary>
    public static readonly Fact GivesOne = new(FactKind.GivesOne, Receiver);

    /// <summary>The member ends one pending wait on its receiver without giving it an item.</summary>
    public static readonly Fact Interrupts = new(FactKind.Interrupts, Receiver);

    /// <summary>The member takes one item from its receiver, so that one wait for room ends.</summary>
    public static readonly Fact TakesOne = new(FactKind.TakesOne, Receiver);

    /// <summary>The member sets a time after which its receiver, a <c>CancellationTokenSource</c>, cancels itself.</summary>
    public static readonly Fact Bounds = new(FactKind.Bounds, Receiver);

    /// <summary>The member blocks its thread.</summary>
    public static readonly Fact Blocks = new(FactKind.Blocks);

    /// <summary>The member starts the work of its delegate, and returns before that work has ended.</summary>
    public static readonly Fact Starts = new(FactKind.Starts, Operand.Delegate);

    /// <summary>The member runs its delegates before it returns.</summary>
    public static readonly Fact Runs = new(FactKind.Runs, Operand.Delegate);

    /// <summary>The member tells a dependency injection container to create only one object of a type, as <c>AddSingleton</c> does.</summary>
    public static readonly Fact MakesOnce = new(FactKind.MakesOnce);

    /// <summary>The member waits for its receiver, a task, but stops after a time or a cancellation, while the task continues.</summary>
    public static readonly Fact GivesUp = new(FactKind.GivesUp, Receiver);

    /// <summary>The member may throw even if the code that uses it has no bug.</summary>
    public static readonly Fact MayThrow = new(FactKind.MayThrow);

    /// <summary>The member throws only if the code that uses it has a bug.</summary>
    public static readonly Fact NeverThrows = new(FactKind.NeverThrows);

    /// <summary>The member waits on its receiver; <paramref name="what"/> tells what the wait is for.</summary>
    public static Fact Waits(WaitsFor what) => new(FactKind.Waits, Receiver, what);

    /// <summary>The member waits on its first argument; <paramref name="what"/> tells what the wait is for.</summary>
    public static Fact WaitsOnArgument(WaitsFor what) => new(FactKind.Waits, Argument, what);

    /// <summary>The member waits on all its arguments until one of them ends the wait, as <c>WaitHandle.WaitAny</c> does.</summary>
    public static Fact WaitsOnAny(WaitsFor what) => new(FactKind.Waits, Arguments, what);

    /// <summary>The member's result, or the call itself, completes only when the tasks in an operand have completed.</summary>
    public static Fact Joins(Operand tasks) => new(FactKind.Joins, tasks);

    /// <summary>The member does to its first argument what the given fact says about the receiver.</summary>
    public static Fact ToArgument(Fact fact) => fact with { On = Argument };

    /// <summary>The member returns an object or value that isn't made from an operand of its call.</summary>
    public static Fact Returns(ResultKind result) => new(FactKind.Returns, Operand.None, Result: result);

    /// <summary>The member returns an operand of its call, or something that it makes from that operand.</summary>
    public static Fact Returns(ResultKind result, Operand of) => new(FactKind.Returns, of, Result: result);
}
