using System.Collections.ObjectModel;
using System.Globalization;

namespace LeakAnalyzer.LeakTest;

/// <summary>The exception that is thrown when the checked code has left tasks behind. The message lists them.</summary>
public sealed class LeakException : Exception
{
    internal LeakException(IReadOnlyList<LeakedTask> tasks, IReadOnlyList<string> registrations, string message, Exception? maybeFailure)
        : base(message, maybeFailure)
    {
        Tasks = new List<LeakedTask>(tasks);
        Registrations = new List<string>(registrations);
    }

    /// <summary>The tasks that have not completed, in the order of their start.</summary>
    public IReadOnlyList<LeakedTask> Tasks { get; }

    /// <summary>
    /// Descriptions of the registrations that were left on the <see cref="LeakCheckOptions.Tokens"/>, such as
    /// <c>a linked CancellationTokenSource that wasn't disposed</c>.
    /// </summary>
    public IReadOnlyList<string> Registrations { get; }

    /// <summary>A list that is printed as its count: NUnit prints an exception's properties after its message, which already describes the items.</summary>
    private sealed class List<T>(IReadOnlyList<T> items) : ReadOnlyCollection<T>([.. items])
    {
        public override string ToString() => Count.ToString(CultureInfo.InvariantCulture);
    }
}
