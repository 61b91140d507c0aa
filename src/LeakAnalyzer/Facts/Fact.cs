namespace LeakAnalyzer.Facts;

/// <summary>What a member does. Together with <see cref="Operand"/> this is the one form in which the analyzer knows an API.</summary>
internal enum FactKind
{
    /// <summary>Its result, or the call itself, completes only when somebody else acts on an object.</summary>
    Waits,

    /// <summary>It ends all waits on an object: completes, sets, closes or cancels it.</summary>
    Ends,

    /// <summary>It lets one wait for an item through.</summary>
    GivesOne,

    /// <summary>It takes one item, and so lets one wait for room through.</summary>
    TakesOne,

    /// <summary>It sets a time after which the waits end.</summary>
    Bounds,

    /// <summary>It disposes an object. Only together with <see cref="Ends"/> does that end a wait.</summary>
    Disposes,

    /// <summary>It only looks at an object.</summary>
    Reads,

    /// <summary>It is over only when a task is.</summary>
    Joins,

    /// <summary>It holds its thread until somebody else acts, or for some time.</summary>
    Blocks,

    /// <summary>It starts the work that a delegate does, and is back before that has ended.</summary>
    Starts,

    /// <summary>It runs a delegate before it is back.</summary>
    Runs,

    /// <summary>It tells a container that a type is made once.</summary>
    MakesOnce,

    /// <summary>What it gives back, told by <see cref="Fact.Result"/>.</summary>
    Returns,

    /// <summary>It gives up waiting for a task, and leaves the task as it is.</summary>
    GivesUp,

    /// <summary>It may throw in code that is right.</summary>
    MayThrow,

    /// <summary>It throws in no code that is right.</summary>
    NeverThrows,
}

/// <summary>What a fact is about.</summary>
internal enum Operand
{
    /// <summary>Nothing of the call.</summary>
    None,

    /// <summary>The object that the member is called on: the instance, or the first argument of an extension method.</summary>
    Receiver,

    /// <summary>The first argument that isn't the receiver.</summary>
    Argument,

    /// <summary>All arguments that aren't the receiver, and the elements of those that are collections.</summary>
    Arguments,

    /// <summary>The argument that is a delegate.</summary>
    Delegate,
}

/// <summary>What a wait is for.</summary>
internal enum WaitsFor
{
    /// <summary>The next item, connection or datagram.</summary>
    Item,

    /// <summary>The end of all items, or the one result of a promise.</summary>
    End,

    /// <summary>Room for one more item.</summary>
    Room,

    /// <summary>A permit of a semaphore.</summary>
    Permit,

    /// <summary>A signal: an event that is set, a count that comes to zero.</summary>
    Signal,

    /// <summary>The tick of a timer, which comes by itself while the timer lives.</summary>
    Tick,

    /// <summary>What a connected peer sends; it ends when the peer goes.</summary>
    Peer,

    /// <summary>The cancellation of a token, through the token's wait handle.</summary>
    Cancellation,

    /// <summary>Nothing at all: an infinite delay.</summary>
    Nothing,
}

/// <summary>What a member gives back.</summary>
internal enum ResultKind
{
    /// <summary>Nothing that is known.</summary>
    Unknown,

    /// <summary>A new object that nobody else has.</summary>
    Fresh,

    /// <summary>A new channel whose writers never wait.</summary>
    FreshUnbounded,

    /// <summary>A new channel that can be full, unless its options say that it drops items.</summary>
    FreshBounded,

    /// <summary>A new source that is linked to the tokens that it is given.</summary>
    FreshLinkedSource,

    /// <summary>A registration of a callback, which is to be disposed.</summary>
    Registration,

    /// <summary>The operand itself.</summary>
    Same,

    /// <summary>What the operand, a variable that is handed over by reference, held before.</summary>
    OldValue,

    /// <summary>A part of the operand by which the same thing is reached: the reader of a channel, the token of a source.</summary>
    Part,

    /// <summary>A task, awaiter or sequence that completes as the operand does.</summary>
    TaskOf,

    /// <summary>A task that completes when all of the operands have.</summary>
    AllOf,

    /// <summary>A task that completes when the first of the operands does.</summary>
    FirstOf,

    /// <summary>The state of the operand: whether a task has completed, a token is cancelled, a sequence is at its end.</summary>
    StateOf,

    /// <summary>Whether the operand, a task, has ended, however that came.</summary>
    HasEnded,

    /// <summary>Whether its operands are one object.</summary>
    AreSame,

    /// <summary>A token that nothing can cancel.</summary>
    NeverCancelled,

    /// <summary>A task that has completed, or completes by itself after a time.</summary>
    Finite,

    /// <summary>An infinite time.</summary>
    InfiniteTime,

    /// <summary>The time that its first argument tells.</summary>
    TimeOf,

    /// <summary>A token that lives as long as the application.</summary>
    ApplicationToken,
}

/// <summary>One fact about a member.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="On">What it does it to.</param>
/// <param name="For">What a wait is for.</param>
/// <param name="Result">What it gives back.</param>
internal readonly record struct Fact(FactKind Kind, Operand On = Operand.None, WaitsFor For = WaitsFor.Item, ResultKind Result = ResultKind.Unknown);
