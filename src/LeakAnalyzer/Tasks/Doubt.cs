namespace LeakAnalyzer.Tasks;

/// <summary>Why a wait may end, although no code is seen that ends it.</summary>
internal enum Doubt
{
    /// <summary>There is no such reason.</summary>
    None,

    /// <summary>It can't be seen what cancels the wait's token.</summary>
    UnseenToken,

    /// <summary>It can't be seen where the object that is waited on comes from.</summary>
    UnseenObject,

    /// <summary>The object that is waited on is passed to code that can't be seen.</summary>
    HandedOn,

    /// <summary>Code outside the compilation can refer to the object that is waited on.</summary>
    SeenFromOutside,

    /// <summary>The call that would end the wait is in the waiting task's own code, or only on some paths.</summary>
    MayBeEnded,

    /// <summary>The wait ends with the application.</summary>
    EndsWithApplication,

    /// <summary>The wait ends when its peer, such as the other side of a socket, closes the connection.</summary>
    EndsWithPeer,

    /// <summary>The task is a stage of a pipeline, and the wait ends when the stage's input ends.</summary>
    EndsWithInput,

    /// <summary>It can't be seen how often the type that starts the task is created. If only once, the wait may end with the application.</summary>
    UnseenLifetime,

    /// <summary>An exception of a call in the loop may end the loop.</summary>
    LoopMayThrow,
}
