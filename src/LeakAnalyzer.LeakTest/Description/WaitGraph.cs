using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>The graph of which tasks wait for which others, directly or through a promise such as that of <c>Task.WhenAll</c>.</summary>
internal sealed class WaitGraph
{
    private readonly List<Node> _nodes = [];

    /// <summary>
    /// Builds the graph from the current state of the tasks. It keeps no reference to a <see cref="Task"/>, so that they can be garbage-collected.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public WaitGraph(IReadOnlyList<StartedTask> tasks)
    {
        HashSet<StartedTask> all = [.. tasks];
        var byObject = new Dictionary<object, Node>(ReferenceEqualityComparer.Instance);
        var byPromise = new Dictionary<Task, List<Node>>(ReferenceEqualityComparer.Instance);
        var found = new List<(Node Node, Task Task)>();
        foreach (StartedTask started in tasks)
        {
            Task? task = TaskTable.Find(started.Id);
            if (task is null && started.ReportedWith is { } root && all.Contains(root))
            {
                // The task was collected after an earlier check had reported it as a waiter of 'root', whose report still names it.
                continue;
            }

            var node = new Node(started);
            _nodes.Add(node);
            if (task is null)
            {
                continue;
            }

            found.Add((node, task));
            byObject[task] = node;

            // An async iterator is awaited through its state machine, other methods through their task.
            if (TaskInternals.StateMachineOf(task) is { } stateMachine)
            {
                byObject[stateMachine] = node;
                node.IsAsyncMethodOfRuntime = Frameworks.IsRuntime(stateMachine.GetType().Assembly);
            }
        }

        foreach ((Node node, Task task) in found)
        {
            foreach (Task promise in Promises.CompletedBy(task))
            {
                if (!byObject.ContainsKey(promise))
                {
                    (byPromise.TryGetValue(promise, out List<Node>? nodes) ? nodes : byPromise[promise] = []).Add(node);
                }
            }
        }

        foreach ((Node node, Task task) in found)
        {
            object? awaited = TaskInternals.AwaitedByTask(task);
            while (awaited is Task promise && !byObject.ContainsKey(promise) && !byPromise.ContainsKey(promise))
            {
                awaited = Promises.InnerOf(promise);
            }

            if (awaited is not null && byObject.TryGetValue(awaited, out Node? other))
            {
                node.Awaits(other);
            }
            else if (awaited is Task promise && byPromise.TryGetValue(promise, out List<Node>? others))
            {
                others.ForEach(node.Awaits);
            }
        }
    }

    /// <summary>The tasks that remain when harmless and ignored tasks are removed.</summary>
    /// <param name="harmless">Tasks that are no leaks. The async methods of .NET for which they wait are removed too.</param>
    /// <param name="ignored">Tasks that the user ignores. The tasks that wait for them are removed too, and those for which only ignored tasks wait.</param>
    public List<StartedTask> Without(ISet<StartedTask> harmless, ISet<StartedTask> ignored)
    {
        foreach (Node node in _nodes)
        {
            node.IsIgnored = ignored.Contains(node.Started);
            node.IsRemoved = node.IsIgnored || harmless.Contains(node.Started);
        }

        bool isChanged = true;
        while (isChanged)
        {
            isChanged = false;
            foreach (Node node in _nodes.Where(node => !node.IsRemoved))
            {
                if (node.Awaited.Exists(awaited => awaited.IsIgnored) || (node.Waiters.Count > 0 && node.Waiters.TrueForAll(waiter => waiter.IsIgnored)))
                {
                    node.IsRemoved = node.IsIgnored = isChanged = true;
                }
                else if (node.IsAsyncMethodOfRuntime && node.Waiters.Exists(waiter => waiter.IsRemoved))
                {
                    node.IsRemoved = isChanged = true;
                }
            }
        }

        return [.. _nodes.Where(node => !node.IsRemoved).Select(node => node.Started)];
    }

    /// <summary>The leaks to report: each task that waits for no other task of the graph, with the tasks that wait for it, the innermost first.</summary>
    public List<(StartedTask Stuck, IReadOnlyList<StartedTask> Waiters)> Chains()
    {
        var chains = new List<(StartedTask, IReadOnlyList<StartedTask>)>();
        Node[] told = [.. _nodes.Where(node => !node.IsInner)];
        foreach (Node node in told)
        {
            foreach (Node awaited in Awaited(node))
            {
                awaited.ReportedWaiters.Add(node);
            }
        }

        var folded = new HashSet<Node>();
        foreach (Node stuck in told.Where(node => !Awaited(node).Any()))
        {
            chains.Add((stuck.Started, Follow(stuck, folded)));
        }

        // The remaining tasks wait for each other in a cycle.
        foreach (Node node in told)
        {
            if (!folded.Contains(node))
            {
                chains.Add((node.Started, Follow(node, folded)));
            }
        }

        chains.Sort(static (one, other) => one.Item1.Id.CompareTo(other.Item1.Id));
        return chains;
    }

    /// <summary>The tasks for which a task waits, with async methods of .NET skipped.</summary>
    private static IEnumerable<Node> Awaited(Node node)
    {
        var seen = new HashSet<Node> { node };
        var left = new Stack<Node>(node.Awaited);
        while (left.TryPop(out Node? next))
        {
            if (!seen.Add(next))
            {
                continue;
            }

            if (!next.IsInner)
            {
                yield return next;
                continue;
            }

            next.Awaited.ForEach(left.Push);
        }
    }

    /// <summary>
    /// Gets the first waiter of a task, its first waiter, and so on. All waiters are added to <paramref name="folded"/>, so that they aren't reported as leaks
    /// of their own.
    /// </summary>
    private static List<StartedTask> Follow(Node stuck, HashSet<Node> folded)
    {
        folded.Add(stuck);
        var path = new List<StartedTask>();
        var onPath = new HashSet<Node> { stuck };
        Node innermost = stuck;
        while (innermost.ReportedWaiters.Find(onPath.Add) is { } waiter)
        {
            path.Add(waiter.Started);
            innermost = waiter;
        }

        var left = new Stack<Node>(stuck.ReportedWaiters);
        while (left.TryPop(out Node? next))
        {
            if (folded.Add(next))
            {
                next.ReportedWaiters.ForEach(left.Push);
            }
        }

        return path;
    }

    private sealed class Node(StartedTask started)
    {
        public StartedTask Started { get; } = started;

        public List<Node> Awaited { get; } = [];

        public List<Node> Waiters { get; } = [];

        public List<Node> ReportedWaiters { get; } = [];

        public bool IsAsyncMethodOfRuntime { get; set; }

        public bool IsRemoved { get; set; }

        public bool IsIgnored { get; set; }

        /// <summary>Whether the node is an async method of .NET for which another task waits.</summary>
        public bool IsInner => IsAsyncMethodOfRuntime && Waiters.Count > 0;

        public void Awaits(Node other)
        {
            if (other != this && !Awaited.Contains(other))
            {
                Awaited.Add(other);
                other.Waiters.Add(this);
            }
        }
    }
}
