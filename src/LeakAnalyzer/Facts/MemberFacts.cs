using System.Collections.Immutable;

namespace LeakAnalyzer.Facts;

/// <summary>All that is known of a member of the framework or of a package.</summary>
internal sealed class MemberFacts
{
    private readonly ImmutableArray<Fact> _facts;

    /// <summary>Makes the facts of a member.</summary>
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
                case FactKind.Ends or FactKind.GivesOne or FactKind.TakesOne or FactKind.Bounds or FactKind.Disposes or FactKind.Reads when fact.On == Operand.Receiver:
                    OnReceiver = (OnReceiver ?? Effect.None) | EffectOf(fact.Kind);
                    break;
                case FactKind.Ends or FactKind.GivesOne or FactKind.TakesOne or FactKind.Bounds or FactKind.Disposes or FactKind.Reads:
                    OnArguments = (OnArguments ?? Effect.None) | EffectOf(fact.Kind);
                    break;
            }
        }
    }

    /// <summary>What it waits for, and on what; null where it doesn't wait.</summary>
    public Fact? Wait { get; }

    /// <summary>What it gives back.</summary>
    public ResultKind Result { get; }

    /// <summary>Whether it tells the state of something.</summary>
    public bool TellsState => Result is ResultKind.StateOf or ResultKind.HasEnded;

    /// <summary>What its result is made of.</summary>
    public Operand ResultOf { get; }

    /// <summary>Whether it starts work that goes on after it.</summary>
    public bool Starts { get; }

    /// <summary>Whether it runs the delegates that it is given.</summary>
    public bool Runs { get; }

    /// <summary>The tasks that it waits for.</summary>
    public Operand Joins { get; }

    /// <summary>Whether it holds its thread.</summary>
    public bool Blocks { get; }

    /// <summary>Whether it is a wait for a task that gives up, after a time or by a token.</summary>
    public bool GivesUp { get; }

    /// <summary>Whether it tells a container that a type is made once.</summary>
    public bool MakesOnce { get; }

    /// <summary>Whether it may throw in code that is right; null where that isn't told.</summary>
    public bool? MayThrow { get; }

    /// <summary>What it does to the object that it is called on; null where that isn't told.</summary>
    public Effect? OnReceiver { get; }

    /// <summary>What it does to the objects that it is given; null where that isn't told.</summary>
    public Effect? OnArguments { get; }

    /// <summary>Each single fact, for those who show or test the table.</summary>
    public ImmutableArray<Fact> All => _facts;

    private static Effect EffectOf(FactKind kind) => kind switch
    {
        FactKind.Ends => Effect.Ends,
        FactKind.GivesOne => Effect.GivesOne,
        FactKind.TakesOne => Effect.TakesOne,
        FactKind.Bounds => Effect.Bounds,
        FactKind.Disposes => Effect.Disposes,
        _ => Effect.None,
    };
}
