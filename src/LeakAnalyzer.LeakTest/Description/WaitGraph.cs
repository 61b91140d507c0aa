using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Which of some tasks wait for which others: directly, or through what <c>Task.Run</c>, <c>WhenAll</c> and <c>WaitAsync</c> gave back.</summary>
internal sealed class WaitGraph
{
    private readonly List<Node> _nodes = [];

    /// <summary>Looks at the tasks now. It keeps none of them in memory.</summary>
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
            if (task is null && started.ToldWith is { } root && all.Contains(root))
            {
                // It was collected since then.
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

            // An iterator is awaited itself, others are by their task.
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

    /// <summary>The tasks without some, and without those that are as harmless with them.</summary>
    /// <param name="harmless">What is no leak, and what it waits for within .NET isn't either.</param>
    /// <param name="ignored">What the user wants to hear nothing of, so nothing of those that wait for it, nor of those that nobody else waits for.</param>
    public List<StartedTask> Without(ISet<StartedTask> harmless, ISet<StartedTask> ignored)
    {
        foreach (Node node in _nodes)
        {
            node.IsIgnored = ignored.Contains(node.Started);
            node.IsOut = node.IsIgnored || harmless.Contains(node.Started);
        }

        bool isChanged = true;
        while (isChanged)
        {
            isChanged = false;
            foreach (Node node in _nodes.Where(node => !node.IsOut))
            {
                if (node.Awaited.Exists(awaited => awaited.IsIgnored) || (node.Waiters.Count > 0 && node.Waiters.TrueForAll(waiter => waiter.IsIgnored)))
                {
                    node.IsOut = node.IsIgnored = isChanged = true;
                }
                else if (node.IsAsyncMethodOfRuntime && node.Waiters.Exists(waiter => waiter.IsOut))
                {
                    node.IsOut = isChanged = true;
                }
            }
        }

        return [.. _nodes.Where(node => !node.IsOut).Select(node => node.Started)];
    }

    /// <summary>
    /// What the tasks come down to: those that wait for none of the others, each with one that waits for it, and the next one, and so on.
    /// .NET's own methods are what others wait for, where somebody does.
    /// </summary>
    public List<(StartedTask Stuck, IReadOnlyList<StartedTask> Waiters)> Chains()
    {
        var chains = new List<(StartedTask, IReadOnlyList<StartedTask>)>();
        Node[] told = [.. _nodes.Where(node => !node.IsInner)];
        foreach (Node node in told)
        {
            foreach (Node awaited in Awaited(node))
            {
                awaited.ToldWaiters.Add(node);
            }
        }

        var folded = new HashSet<Node>();
        foreach (Node stuck in told.Where(node => !Awaited(node).Any()))
        {
            chains.Add((stuck.Started, Follow(stuck, folded)));
        }

        // Some wait for each other, in a circle.
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

    /// <summary>What a task waits for, without .NET's own methods in between.</summary>
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

    /// <summary>The waiters of a task from the innermost outwards, always the first one of each. All others are folded into it, too.</summary>
    private static List<StartedTask> Follow(Node stuck, HashSet<Node> folded)
    {
        folded.Add(stuck);
        var path = new List<StartedTask>();
        var onPath = new HashSet<Node> { stuck };
        Node innermost = stuck;
        while (innermost.ToldWaiters.Find(onPath.Add) is { } waiter)
        {
            path.Add(waiter.Started);
            innermost = waiter;
        }

        var left = new Stack<Node>(stuck.ToldWaiters);
        while (left.TryPop(out Node? next))
        {
            if (folded.Add(next))
            {
                next.ToldWaiters.ForEach(left.Push);
            }
        }

        return path;
    }

    private sealed class Node(StartedTask started)
    {
        public StartedTask Started { get; } = started;

        public List<Node> Awaited { get; } = [];

        public List<Node> Waiters { get; } = [];

        public List<Node> ToldWaiters { get; } = [];

        public bool IsAsyncMethodOfRuntime { get; set; }

        public bool IsOut { get; set; }

        public bool IsIgnored { get; set; }

        /// <summary>Whether it is only what another one waits for.</summary>
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
