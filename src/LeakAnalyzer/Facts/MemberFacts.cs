using System.Collections.Immutable;

namespace LeakAnalyzer.Facts;

/// <summary>All facts about one member of the framework or of a package.</summary>
internal sealed class MemberFacts
{
    private readonly ImmutableArray<Fact> _facts;

    /// <summary>Creates the facts of a member.</summary>
    /// <param name="facts">The facts, in any order.</param>
    public MemberFacts(ImmutableArray<Fact> facts)
    {
        _facts = facts;
        foreach (Fact fact in facts)
        {
            switch (fact.Kind)
            {
                case FactKind.Waits:
                    Wait = fact;
                    break;
                case FactKind.Returns:
                    Result = fact.Result;
                    ResultOf = fact.On;
                    break;
                case FactKind.Starts:
                    Starts = true;
                    break;
                case FactKind.Runs:
                    Runs = true;
                    break;
                case FactKind.Joins:
                    Joins = fact.On;
                    break;
                case FactKind.Blocks:
                    Blocks = true;
                    break;
                case FactKind.GivesUp:
                    GivesUp = true;
                    break;
                case FactKind.MakesOnce:
                    MakesOnce = true;
                    break;
                case FactKind.MayThrow:
                    MayThrow = true;
                    break;
                case FactKind.NeverThrows:
                    MayThrow = false;
                    break;
                case FactKind.Ends or FactKind.GivesOne or FactKind.Interrupts or FactKind.TakesOne or FactKind.Bounds or FactKind.Disposes or FactKind.Reads when fact.On == Operand.Receiver:
                    OnReceiver = (OnReceiver ?? Effect.None) | EffectOf(fact.Kind);
                    break;
                case FactKind.Ends or FactKind.GivesOne or FactKind.Interrupts or FactKind.TakesOne or FactKind.Bounds or FactKind.Disposes or FactKind.Reads:
                    OnArguments = (OnArguments ?? Effect.None) | EffectOf(fact.Kind);
                    break;
            }
        }
    }

    /// <summary>Gets the fact that says what the member waits for, and on which operand; null if the member doesn't wait.</summary>
    public Fact? Wait { get; }

    /// <summary>Gets what the member returns.</summary>
    public ResultKind Result { get; }

    /// <summary>Whether the member returns the state of an operand, such as whether a task has completed.</summary>
    public bool TellsState => Result is ResultKind.StateOf or ResultKind.HasEnded;

    /// <summary>Gets the operand to which <see cref="Result"/> refers.</summary>
    public Operand ResultOf { get; }

    /// <summary>Whether the member starts work that continues after the member has returned.</summary>
    public bool Starts { get; }

    /// <summary>Whether the member runs its delegates, and returns only after they have run.</summary>
    public bool Runs { get; }

    /// <summary>Gets the operand with the tasks for which the member waits.</summary>
    public Operand Joins { get; }

    /// <summary>Whether the member blocks its thread.</summary>
    public bool Blocks { get; }

    /// <summary>Whether the member waits for a task but stops after a time or a cancellation, while the task continues.</summary>
    public bool GivesUp { get; }

    /// <summary>Whether the member tells a dependency injection container to create only one object of a type.</summary>
    public bool MakesOnce { get; }

    /// <summary>Whether the member may throw even if the code that uses it has no bug; null if no fact tells.</summary>
    public bool? MayThrow { get; }

    /// <summary>Gets the member's effects on its receiver; null if no fact says what they are.</summary>
    public Effect? OnReceiver { get; }

    /// <summary>Gets the member's effects on its arguments; null if no fact says what they are.</summary>
    public Effect? OnArguments { get; }

    /// <summary>Gets all facts of the member as they were passed to the constructor.</summary>
    public ImmutableArray<Fact> All => _facts;

    private static Effect EffectOf(FactKind kind) => kind switch
    {
        FactKind.Ends => Effect.Ends,
        FactKind.GivesOne => Effect.GivesOne,
        FactKind.Interrupts => Effect.GivesOne | Effect.Interrupts,
        FactKind.TakesOne => Effect.TakesOne,
        FactKind.Bounds => Effect.Bounds,
        FactKind.Disposes => Effect.Disposes,
        _ => Effect.None,
    };
}
