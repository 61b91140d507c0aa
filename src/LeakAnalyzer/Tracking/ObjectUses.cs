using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Reads all uses of an object, through every variable that holds it, and tells what each use does to the object.</summary>
internal sealed partial class ObjectUses
{
    private const int MostAliases = 8;

    private readonly CodeModel _code;
    private readonly HashSet<SyntaxNode> _followed;
    private readonly List<ObjectUse> _uses = [];
    private readonly HashSet<ISymbol> _aliases = new(SymbolEqualityComparer.Default);
    private readonly HashSet<AccessPath> _read = [];
    private readonly SyntaxNode? _region;
    private readonly bool _isLock;
    private AccessPath _name;
    private Effect? _most;
    private Effect? _mostOfName;

    private ObjectUses(CodeModel code, WaitedObject waited, SyntaxNode? region)
    {
        _code = code;
        _followed = [.. waited.FollowedUses];
        _isLock = waited.IsLock;
        _region = region;
    }

    /// <summary>Gets the uses of an object, under any of its names, that do something to the object or may do so.</summary>
    /// <param name="waited">The object.</param>
    /// <param name="code">The compilation's code.</param>
    /// <param name="region">The node in which uses are searched; null to search all code that can refer to the object.</param>
    public static List<ObjectUse> Of(WaitedObject waited, CodeModel code, SyntaxNode? region = null)
    {
        var reader = new ObjectUses(code, waited, region);
        foreach (AccessPath name in waited.Names)
        {
            reader._most = null;
            reader.Read(name);
        }

        return reader._uses;
    }

    /// <summary>Gets the uses that may be of the given kind, such as those that may end a wait, or that pass the object to unseen code.</summary>
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
        _name = name.Root is ILocalSymbol && outer.Root is IFieldSymbol or IPropertySymbol ? outer : name;
        _mostOfName = name.Members.IsEmpty ? MostOf(TypeOf(name.Root)) ?? _most : null;
        foreach (SimpleNameSyntax use in _code.Uses.Of(name.Root))
        {
            if (_region is null || SyntaxQueries.Contains(_region, use))
            {
                Classify(use, name.Members);
            }
        }

        (_name, _mostOfName) = (outer, mostOfOuter);
    }

    /// <summary>Gets all effects that uses of a type's objects can have, if none of them ends a wait, as for <c>ChannelReader</c>; otherwise null.</summary>
    private Effect? MostOf(ITypeSymbol? type) => _code.Catalogue.Find(type) is { CanEndNothing: true } facts ? facts.AnyEffect : null;

    private static ITypeSymbol? TypeOf(ISymbol variable) => variable switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    private void Classify(SimpleNameSyntax use, ImmutableArray<ISymbol> path)
    {
        _most = _mostOfName;
        ExpressionSyntax read = SyntaxQueries.Qualified(use);
        if (SyntaxQueries.IsWritten(use, out ExpressionSyntax? value))
        {
            ClassifyWrite(use, value, path);
        }
        else if (path.IsEmpty && PlainUses.Of(read, TypeOf(_name.Root), _code, out SyntaxNode act) is { } effect)
        {
            if (_most != Effect.None && !_followed.Contains(read))
            {
                Add(AsOfType(Effects.Certain(effect), TypeOf(_name.Root), path), ActOf(act, read), use);
            }
        }
        else if (_code.OperationAt(read) is { } operation)
        {
            Follow(operation, path, use);
        }
        else if (use.Parent is not (MemberAccessExpressionSyntax or QualifiedNameSyntax))
        {
            Add(Effects.Unknown, use, use);
        }
    }

    /// <summary>Follows the object from one use through the surrounding expressions, until one of them does something to it, stores it or drops it.</summary>
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

            if (Containers.TakenFrom(value, _code) is { } taken)
            {
                if (_isLock)
                {
                    return; // the wait is for a pulse of the collection's lock (Monitor.Wait), and no collection of the framework pulses its own lock
                }

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
                    // The use converts a method of the object to a delegate, which may be called at any time.
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

                    Add(AsOfType(OfCall(call, path), value.Unwrap().Type, path), ActOf(call.Syntax, root), use);
                    return;

                case { } filled when Carriers.FilledBy(filled, value, _code) is var (carrier, member) && path.Length < MostAliases:
                    Add(Effects.Certain(Effect.Stored | Effect.Collected), use, use);
                    path = path.Insert(0, member);
                    value = carrier;
                    break;

                case { } put when Containers.PutInto(put, value, _code) is { } collection:
                    AliasCollection(collection, path, use);
                    return;

                case IArgumentOperation { Parent: IInvocationOperation exchange } given when _code.Calls.Of(exchange) is { Result: ResultKind.OldValue }:
                    if (given == exchange.ArgumentAt(1) && exchange.ArgumentAt(0) is { Value: var variable })
                    {
                        AliasTarget(variable, path, use);
                    }

                    return; // another argument is only compared

                case IArgumentOperation argument:
                    if (GivesBack(argument, path))
                    {
                        value = argument.Parent!;
                        break;
                    }

                    Effects effects = AsOfType(EffectsOn(argument, path), value.Unwrap().Type, path);
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

                case IArrayInitializerOperation { Parent: IArrayCreationOperation array } when path.IsEmpty:
                    value = array;
                    break;

                case { } elements when path.IsEmpty && Operations.IsCollectionExpression(elements):
                    value = elements;
                    break;

                case ISimpleAssignmentOperation written when written.Target == value:
                    return; // an assignment to an element, as in map[key] = other, does nothing to the object that was the element

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

    /// <summary>Follows the elements that an expression takes out of a collection, because each may be the object.</summary>
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

    /// <summary>
    /// Gets the member if it leads one step along <paramref name="path"/> or, at the path's end, is a part of the object such as <c>channel.Reader</c>.
    /// </summary>
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

    /// <summary>Whether an expression evaluates to the given member of <c>this</c>, or to a part of the object in that member.</summary>
    private bool NamesOnly(ExpressionSyntax expression, ISymbol member)
    {
        IOperation? operation = _code.OperationAt(expression)?.Unwrap();
        while (operation is IPropertyReferenceOperation { Instance: { } instance } property && _code.Calls.Of(property) is { Result: ResultKind.Part })
        {
            operation = instance.Unwrap();
        }

        return operation is IMemberReferenceOperation reference && ObjectResolver.IsOwn(reference) && KnownSymbols.Same(reference.Member.OriginalDefinition, member);
    }

    /// <summary>Handles a read of a member that isn't a part of the object. A property that the catalogue doesn't list may give a way to end it.</summary>
    private void ReadMember(IMemberReferenceOperation member, ImmutableArray<ISymbol> path, SyntaxNode use)
    {
        if (member is IPropertyReferenceOperation { Property: var extension } ofExtension && ExtensionBlocks.IsMember(extension))
        {
            Add(_code.Calls.OnReceiver(ofExtension, path), use, use);
            return;
        }

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

    /// <summary>Whether a call returns its argument, or a part of it.</summary>
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

    /// <summary>Adds the effects that a disposal has for the object's own type, if the object is disposed as an <c>IDisposable</c>.</summary>
    private Effects AsOfType(Effects effects, ITypeSymbol? type, ImmutableArray<ISymbol> path) =>
        path.IsEmpty && (effects.May & Effect.Disposes) != 0 && _code.Catalogue.OfDispose(type) is { } disposal
            ? new Effects(effects.May | disposal, (effects.Must & Effect.Disposes) != 0 ? effects.Must | disposal : effects.Must)
            : effects;

    /// <summary>Gets what a <c>using</c> does to its object when control leaves it.</summary>
    public static Effects OfUsing(ITypeSymbol? type, CodeModel code) => Effects.Certain(code.Catalogue.OfDispose(type) ?? Effect.Disposes);

    /// <summary>
    /// Gets the node at which a call counts. For <c>source?.Cancel()</c> it is <c>source</c>, so that the path on which <c>source</c> is null counts too.
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
