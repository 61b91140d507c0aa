namespace LeakAnalyzer.Facts;

/// <summary>The kinds of facts. A fact tells what a member does to an <see cref="Operand"/> of its call, such as the receiver.</summary>
internal enum FactKind
{
    /// <summary>The member's result, or the call itself, completes only when other code acts on the operand.</summary>
    Waits,

    /// <summary>The member completes, sets, closes or cancels the operand, so that all waits on the operand end.</summary>
    Ends,

    /// <summary>The member adds one item or permit to the operand, so that one wait for an item ends.</summary>
    GivesOne,

    /// <summary>The member ends one pending wait for an item without giving it an item.</summary>
    Interrupts,

    /// <summary>The member takes one item from the operand, so that one wait for room ends.</summary>
    TakesOne,

    /// <summary>The member sets a time after which all waits on the operand end.</summary>
    Bounds,

    /// <summary>The member disposes the operand. The disposal ends waits only if the member also has the fact <see cref="Ends"/>.</summary>
    Disposes,

    /// <summary>The member may read or change the operand, but it ends no wait on the operand.</summary>
    Reads,

    /// <summary>The member's result, or the call itself, completes only when the operand, a task, has completed.</summary>
    Joins,

    /// <summary>The member blocks its thread until other code acts, or for some time.</summary>
    Blocks,

    /// <summary>The member starts the work of a delegate, and returns before that work has ended.</summary>
    Starts,

    /// <summary>The member runs a delegate before the member returns.</summary>
    Runs,

    /// <summary>The member tells a dependency injection container to create only one object of a type, as <c>AddSingleton</c> does.</summary>
    MakesOnce,

    /// <summary>The member returns the kind of result that <see cref="Fact.Result"/> names.</summary>
    Returns,

    /// <summary>The member waits for a task, but stops after a time or a cancellation, as <c>WaitAsync(timeout)</c> does, while the task continues.</summary>
    GivesUp,

    /// <summary>The member may throw even if the code that uses it has no bug, as a wait that can be cancelled does.</summary>
    MayThrow,

    /// <summary>The member throws only if the code that uses it has a bug, such as passing null where that is not allowed.</summary>
    NeverThrows,
}

/// <summary>The part of a call that a fact concerns.</summary>
internal enum Operand
{
    /// <summary>No part of the call.</summary>
    None,

    /// <summary>The object that the member is called on: the instance, or the first argument of an extension method.</summary>
    Receiver,

    /// <summary>The first argument that isn't the receiver.</summary>
    Argument,

    /// <summary>All arguments that aren't the receiver. If an argument is a collection, its elements count too.</summary>
    Arguments,

    /// <summary>The argument that is a delegate.</summary>
    Delegate,
}

/// <summary>What a wait is for.</summary>
internal enum WaitsFor
{
    /// <summary>The wait is for the next item, connection or datagram.</summary>
    Item,

    /// <summary>The wait is for the end of the items, such as a channel's <c>Completion</c>, or for the result of a <c>TaskCompletionSource</c>.</summary>
    End,

    /// <summary>The wait is for room for one more item, as in a bounded channel that is full.</summary>
    Room,

    /// <summary>The wait is for a permit of a semaphore.</summary>
    Permit,

    /// <summary>The wait is for the signal of a synchronization object: an event that is set, or a count that reaches zero.</summary>
    Signal,

    /// <summary>The wait is for a timer's tick, which comes by itself until the timer is disposed.</summary>
    Tick,

    /// <summary>The wait is for data from a connected peer. The wait also ends when the peer disconnects.</summary>
    Peer,

    /// <summary>The wait is for the cancellation of a token, through the token's wait handle.</summary>
    Cancellation,

    /// <summary>The wait is an infinite delay: nothing ends it except a token.</summary>
    Nothing,
}

/// <summary>What a member returns.</summary>
internal enum ResultKind
{
    /// <summary>It isn't known what the member returns.</summary>
    Unknown,

    /// <summary>A new object. Only the calling code gets a reference to it.</summary>
    Fresh,

    /// <summary>A new channel whose writers never wait.</summary>
    FreshUnbounded,

    /// <summary>A new channel whose writers wait while it is full, unless its options say that it drops items.</summary>
    FreshBounded,

    /// <summary>A new <c>CancellationTokenSource</c> that is linked to the tokens that are passed to the member.</summary>
    FreshLinkedSource,

    /// <summary>The registration of a callback with a token. The caller must dispose the registration.</summary>
    Registration,

    /// <summary>The operand itself, as for a method that returns its argument.</summary>
    Same,

    /// <summary>The value that the operand, a variable passed by reference, had before the call.</summary>
    OldValue,

    /// <summary>A part of the operand, such as the reader of a channel. A wait on the part is a wait on the operand.</summary>
    Part,

    /// <summary>A task, awaiter or sequence that completes when the operand completes, such as the result of <c>ConfigureAwait</c>.</summary>
    TaskOf,

    /// <summary>A task that completes when all operands have completed.</summary>
    AllOf,

    /// <summary>A task that completes when the first of the operands completes.</summary>
    FirstOf,

    /// <summary>The state of the operand: whether a task has completed, a token is cancelled, or a sequence is at its end.</summary>
    StateOf,

    /// <summary>Whether the operand, a task, has ended: successfully, by an exception or by cancellation.</summary>
    HasEnded,

    /// <summary>Whether the operands are the same object.</summary>
    AreSame,

    /// <summary>A token that nothing can cancel: <c>CancellationToken.None</c>.</summary>
    NeverCancelled,

    /// <summary>A task that has completed already, or that completes by itself after a time.</summary>
    Finite,

    /// <summary>An infinite time, such as <c>Timeout.Infinite</c>.</summary>
    InfiniteTime,

    /// <summary>The time that the first argument specifies, as for <c>TimeSpan.FromMilliseconds(5)</c>.</summary>
    TimeOf,

    /// <summary>A token that is cancelled only when the application ends.</summary>
    ApplicationToken,
}

/// <summary>One fact about a member.</summary>
/// <param name="Kind">What the member does.</param>
/// <param name="On">The operand that the fact concerns.</param>
/// <param name="For">If the member waits, what the wait is for.</param>
/// <param name="Result">If <paramref name="Kind"/> is <see cref="FactKind.Returns"/>, what the member returns.</param>
internal readonly record struct Fact(FactKind Kind, Operand On = Operand.None, WaitsFor For = WaitsFor.Item, ResultKind Result = ResultKind.Unknown);
