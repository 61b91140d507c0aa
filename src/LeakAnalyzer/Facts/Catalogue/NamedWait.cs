namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>What a member's name alone tells about waits. The names are those of the members in the catalogue.</summary>
internal enum NamedWait
{
    /// <summary>No listed member with the name waits.</summary>
    None,

    /// <summary>A method with the name may wait: a call of it is a possible wait.</summary>
    OfCall,

    /// <summary>A method with the name waits only if the time that is passed to the method is infinite.</summary>
    OfTime,

    /// <summary>A property with the name holds a task to wait for, so that any use of the name is a possible wait.</summary>
    OfState,

    /// <summary>Like <see cref="OfState"/>, but the name is also the name of a type. Only a name after a dot is taken for the property.</summary>
    OfStateAfterDot,
}
