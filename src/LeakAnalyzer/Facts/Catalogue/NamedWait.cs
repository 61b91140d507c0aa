namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>What the mere name of a member tells of its wait.</summary>
internal enum NamedWait
{
    /// <summary>No member of the name waits.</summary>
    None,

    /// <summary>A method of the name may wait.</summary>
    OfCall,

    /// <summary>A method of the name waits where the time that it is given is infinite.</summary>
    OfTime,

    /// <summary>A property of the name tells the end that is waited for.</summary>
    OfState,

    /// <summary>The same, but it is also the name of a type, which isn't meant where it follows a dot.</summary>
    OfStateAfterDot,
}
