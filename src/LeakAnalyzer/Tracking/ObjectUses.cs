using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Reads all uses of an object under all its aliases, and tells what each does to it: what the called member is known to do, and what a
/// source method that it is handed to does with it.
/// </summary>
internal sealed partial class ObjectUses
{
    private const int MostAliases = 8;

    private readonly CodeModel _code;
    private readonly HashSet<SyntaxNode> _followed;
    private readonly List<ObjectUse> _uses = [];
    private readonly HashSet<ISymbol> _aliases = new(SymbolEqualityComparer.Default);
    private readonly HashSet<AccessPath> _read = [];
    private readonly SyntaxNode? _region;
    private AccessPath _name;
    private Effect? _most;
    private Effect? _mostOfName;

    private ObjectUses(CodeModel code, IEnumerable<SyntaxNode> followed, SyntaxNode? region)
    {
        _code = code;
        _followed = [.. followed];
        _region = region;
    }

    /// <summary>The uses that do anything to an object, or may, under any of its names.</summary>
    /// <param name="waited">The object.</param>
    /// <param name="code">The compilation's code.</param>
    /// <param name="region">Where to look for uses; null for wherever they can stand.</param>
    public static List<ObjectUse> Of(WaitedObject waited, CodeModel code, SyntaxNode? region = null)
    {
        var reader = new ObjectUses(code, waited.FollowedUses, region);
        foreach (AccessPath name in waited.Names)
        {
            reader._most = null;
            reader.Read(name);
        }

        return reader._uses;
    }

    /// <summary>The uses that may end what is asked about, or that can't be seen to do nothing to it.</summary>
    public static List<EndingUse> ThatMayEnd(WaitedObject waited, Interest interest, CodeModel code)
    {
        var ending = new List<EndingUse>();
        foreach (ObjectUse use in Of(waited, code))
        {
            UseEffect effect = interest.Of(use.Effects);
            if (effect != UseEffect.Harmless)
            {
                ending.Add(new EndingUse(effect, use));
            }
        }

        return ending;
    }

    private void Read(AccessPath name)
    {
        _aliases.Add(name.Root);
        if (!_read.Add(name) || name.Members.IsEmpty && (MostOf(TypeOf(name.Root)) ?? _most) == Effect.None)
        {
            return;
        }

        (AccessPath outer, Effect? mostOfOuter) = (_name, _mostOfName);
        _name = name;
        _mostOfName = name.Members.IsEmpty ? MostOf(TypeOf(name.Root)) ?? _most : null;
        foreach (IdentifierNameSyntax use in _code.Uses.Of(name.Root))
        {
            if (_region is null || use.SyntaxTree == _region.SyntaxTree && _region.Span.Contains(use.Span))
            {
                Classify(use, name.Members);
            }
        }

        (_name, _mostOfName) = (outer, mostOfOuter);
    }

    /// <summary>All that can be done with an object of a type without an end, such as a channel's reader; null for other types.</summary>
    private Effect? MostOf(ITypeSymbol? type) => _code.Catalogue.Find(type) is { CanEndNothing: true } facts ? facts.AnyEffect : null;

    private static ITypeSymbol? TypeOf(ISymbol variable) => variable switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    private void Classify(IdentifierNameSyntax use, ImmutableArray<ISymbol> path)
    {
        _most = _mostOfName;
        if (SyntaxQueries.IsWritten(use, out ExpressionSyntax? value))
        {
            ClassifyWrite(use, value, path);
        }
        else if (_code.OperationAt(SyntaxQueries.Qualified(use)) is { } operation)
        {
            Follow(operation, path, use);
        }
        else if (use.Parent is not (MemberAccessExpressionSyntax or QualifiedNameSyntax))
        {
            Add(Effects.Unknown, use, use);
        }
    }

    /// <summary>Follows the object from one use of it to what the surrounding expression does to it.</summary>
    private void Follow(IOperation value, ImmutableArray<ISymbol> path, SyntaxNode use)
    {
        SyntaxNode root = value.Syntax;
        Effect? most = _mostOfName;
        while (true)
        {
            _most = most = path.IsEmpty ? MostOf(value.Type) ?? most : null;
            value = value.Outermost();
            if (most == Effect.None || path.IsEmpty && (_followed.Contains(value.Syntax) || _followed.Contains(root)))
            {
                return;
            }

            if (path.IsEmpty && Containers.TakenFrom(value, _code) is { } taken)
            {
                ReadElements(taken, path, use);
                if (taken.Value is null)
                {
                    return;
                }

                value = taken.Value;
                continue;
            }

            switch (value.Parent)
            {
                case IMemberReferenceOperation member when member.Instance == value && member is IFieldReferenceOperation or IPropertyReferenceOperation:
                    if (Next(member, ref path) is not { } reached)
                    {
                        ReadMember(member, path, use);
                        return;
                    }

                    value = reached;
                    break;

                case IMethodReferenceOperation { Method: var method } reference when reference.Instance == value:
                    // A delegate of the act, called by whoever gets it.
                    if (!path.IsEmpty || _code.Catalogue.Find(method, value.Type) is not { OnReceiver: null or Effect.None })
                    {
                        Add(Effects.Unknown, use, use);
                    }

                    return;

                case IInvocationOperation call when call.Instance == value:
                    if (path.IsEmpty && _code.Calls.Of(call) is { Result: ResultKind.Part or ResultKind.Same or ResultKind.TaskOf, OnReceiver: null })
                    {
                        value = call;
                        break;
                    }

                    Add(AsOfType(OfCall(call, path), value, path), ActOf(call.Syntax, root), use);
                    return;

                case IArgumentOperation argument:
                    if (GivesBack(argument, path))
                    {
                        value = argument.Parent!;
                        break;
                    }

                    Effects effects = AsOfType(EffectsOn(argument, path), value, path);
                    Add(effects with { May = effects.May & ~Effect.Returned }, ActOf(argument.Parent!.Syntax, root), use);
                    if ((effects.May & Effect.Returned) == 0)
                    {
                        return;
                    }

                    value = argument.Parent!;
                    break;

                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                    Alias(local, path, use);
                    return;

                case ISimpleAssignmentOperation { Target: var target, Parent: IExpressionStatementOperation } assignment when assignment.Value == value:
                    AliasTarget(target, path, use);
                    return;

                case ISymbolInitializerOperation initializer:
                    AliasInitialized(initializer, path, use);
                    return;

                case IIsPatternOperation { Pattern: var pattern }:
                    if (DeclaredBy(pattern) is { } declared)
                    {
                        Alias(declared, path, use);
                    }

                    return;

                case IUsingOperation or IVariableDeclarationGroupOperation:
                    Add(OfUsing(value.Type, _code), use, use, isUsing: true);
                    return;

                case IReturnOperation when PropertyAround(use) is { } property && _code.World.IsClosed(property):
                    Read(new AccessPath(property, path));
                    return;

                case IReturnOperation:
                    Add(Effects.Certain(Effect.Returned), use, use);
                    return;

                case IBinaryOperation or IIsTypeOperation or ILockOperation or IInterpolationOperation or IExpressionStatementOperation or IAwaitOperation or IForEachLoopOperation or ISwitchOperation:
                    return;

                default:
                    Add(Effects.Unknown, use, use);
                    return;
            }
        }
    }

    /// <summary>What is taken out of a collection that holds the object may be the object.</summary>
    private void ReadElements(Taken taken, ImmutableArray<ISymbol> path, SyntaxNode use)
    {
        if (taken.IsUnseen)
        {
            Add(Effects.Unknown, use, use);
        }

        foreach (ILocalSymbol local in taken.Locals)
        {
            Alias(local, path, use);
        }
    }

    /// <summary>The object as a member of it is the next step of its path, or as a part of it; null where the member is something else.</summary>
    private IOperation? Next(IMemberReferenceOperation member, ref ImmutableArray<ISymbol> path)
    {
        if (path.IsEmpty)
        {
            return member is IPropertyReferenceOperation property && _code.Calls.Of(property) is { Result: ResultKind.Part } ? member : null;
        }

        ISymbol named = member.Member.OriginalDefinition;
        if (!KnownSymbols.Same(named, path[0])
            && !(named is IPropertySymbol { IsVirtual: false, IsAbstract: false } getter && VariableValues.GivenBy(getter) is { } given && NamesOnly(given, path[0])))
        {
            return null;
        }

        path = path.RemoveAt(0);
        return member;
    }

    /// <summary>Whether an expression is a member of the object at hand, or a part of that.</summary>
    private bool NamesOnly(ExpressionSyntax expression, ISymbol member)
    {
        IOperation? operation = _code.OperationAt(expression)?.Unwrap();
        while (operation is IPropertyReferenceOperation { Instance: { } instance } property && _code.Calls.Of(property) is { Result: ResultKind.Part })
        {
            operation = instance.Unwrap();
        }

        return operation is IMemberReferenceOperation reference && ObjectResolver.IsOwn(reference) && KnownSymbols.Same(reference.Member.OriginalDefinition, member);
    }

    /// <summary>A member that is only read: of the framework it may lead to something that ends the object, unless it is known, or a mere value.</summary>
    private void ReadMember(IMemberReferenceOperation member, ImmutableArray<ISymbol> path, SyntaxNode use)
    {
        bool isKnown = !path.IsEmpty
            || member is not IPropertyReferenceOperation property
            || _code.Calls.Of(property) is not null
            || member.Type is { IsValueType: true } or { SpecialType: SpecialType.System_String };
        if (!isKnown)
        {
            Add(Effects.Unknown, use, use);
        }
    }

    private Effects OfCall(IInvocationOperation call, ImmutableArray<ISymbol> path) =>
        path.IsEmpty && _code.Calls.Of(call) is { } facts ? Effects.Certain(facts.OnReceiver ?? Effect.None) : _code.Calls.OnReceiver(call, path);

    /// <summary>Whether a call gives back what it is given, or a part of it, so that the object is followed further.</summary>
    private bool GivesBack(IArgumentOperation argument, ImmutableArray<ISymbol> path) =>
        path.IsEmpty
        && argument.Parent is IInvocationOperation call
        && _code.Calls.Of(call) is { Result: ResultKind.Part or ResultKind.Same, OnReceiver: null } facts
        && (facts.ResultOf != Operand.Receiver || call.Receiver() == argument.Value);

    private Effects EffectsOn(IArgumentOperation argument, ImmutableArray<ISymbol> path)
    {
        if (argument.Parent is IInvocationOperation call && _code.Calls.Of(call) is { } facts)
        {
            Effect? known = call.Instance is null && call.TargetMethod.IsExtensionMethod && argument.Parameter?.Ordinal == 0 ? facts.OnReceiver ?? Effect.None : facts.OnArguments;
            return path.IsEmpty && known is { } effect ? Effects.Certain(effect) : Effects.Unknown;
        }

        return argument.Parent is IInvocationOperation or IObjectCreationOperation ? _code.Calls.OnArgument(argument, path) : Effects.Unknown;
    }

    /// <summary>What is done to an object of a type where that is disposed by an interface: <c>Utils.Dispose(listener)</c>.</summary>
    private Effects AsOfType(Effects effects, IOperation value, ImmutableArray<ISymbol> path) =>
        path.IsEmpty && (effects.May & Effect.Disposes) != 0 && _code.Catalogue.OfDispose(value.Unwrap().Type) is { } disposal
            ? new Effects(effects.May | disposal, (effects.Must & Effect.Disposes) != 0 ? effects.Must | disposal : effects.Must)
            : effects;

    /// <summary>What the end of a <c>using</c> does to what it holds.</summary>
    public static Effects OfUsing(ITypeSymbol? type, CodeModel code) => Effects.Certain(code.Catalogue.OfDispose(type) ?? Effect.Disposes);

    /// <summary>
    /// The node that stands for an act in the control flow graph: the call, or for <c>source?.Cancel()</c> the object that is asked for
    /// null, because there is nothing to end where it is null.
    /// </summary>
    private static SyntaxNode ActOf(SyntaxNode call, SyntaxNode root) =>
        root.Ancestors().TakeWhile(node => node is not StatementSyntax).Any(node => node is ConditionalAccessExpressionSyntax access && access.Expression.Span.Contains(root.Span))
            ? root
            : call;

    private void Add(Effects effects, SyntaxNode act, SyntaxNode use, bool isUsing = false)
    {
        if (_most is { } most && (effects.May & (Effect.Escapes | Effect.Returned | Effect.Stored)) != 0)
        {
            effects = new Effects(most, Effect.None);
        }

        if (effects.May != Effect.None)
        {
            _uses.Add(new ObjectUse(effects, (effects.May & (Effect.Escapes | Effect.Returned | Effect.Stored)) != 0 ? use : act, isUsing, _name));
        }
    }
}
