namespace LeakAnalyzer.Tasks;

/// <summary>Why it isn't certain that nothing ends a wait.</summary>
internal enum Doubt
{
    /// <summary>There is no doubt.</summary>
    None,

    /// <summary>The token comes from where it can't be followed.</summary>
    UnseenToken,

    /// <summary>What is waited on comes from where it can't be followed.</summary>
    UnseenObject,

    /// <summary>What is waited on is handed to code that can't be seen.</summary>
    HandedOn,

    /// <summary>Code outside the compilation can name what is waited on.</summary>
    SeenFromOutside,

    /// <summary>An act that would end the wait stands in the work itself, or on some of a helper's paths.</summary>
    MayBeEnded,

    /// <summary>The wait ends with the application.</summary>
    EndsWithApplication,

    /// <summary>The wait ends when its peer goes.</summary>
    EndsWithPeer,

    /// <summary>The wait ends when the input of a pipeline's stage does.</summary>
    EndsWithInput,

    /// <summary>How often the type that starts the task is made can't be seen.</summary>
    UnseenLifetime,

    /// <summary>An exception of what the loop calls may leave it.</summary>
    LoopMayThrow,
}
