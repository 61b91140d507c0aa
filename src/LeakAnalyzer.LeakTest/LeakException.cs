using System.Collections.ObjectModel;
using System.Globalization;

namespace LeakAnalyzer.LeakTest;

/// <summary>The checked code left tasks behind. The message tells them one by one.</summary>
public sealed class LeakException : Exception
{
    internal LeakException(IReadOnlyList<LeakedTask> tasks, string message, Exception? maybeFailure)
        : base(message, maybeFailure) => Tasks = new List(tasks);

    /// <summary>The tasks that have not completed, in the order of their start.</summary>
    public IReadOnlyList<LeakedTask> Tasks { get; }

    /// <summary>NUnit writes the properties of an exception after its message.</summary>
    private sealed class List(IReadOnlyList<LeakedTask> tasks) : ReadOnlyCollection<LeakedTask>([.. tasks])
    {
        public override string ToString() => Count.ToString(CultureInfo.InvariantCulture);
    }
}
