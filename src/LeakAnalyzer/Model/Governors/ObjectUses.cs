using LeakAnalyzer.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Model;

/// <summary>One use of an object that may end the waits on it.</summary>
/// <param name="Effect">What it does; never harmless.</param>
/// <param name="Act">The node at which it happens.</param>
internal readonly record struct ObjectUse(UseEffect Effect, SyntaxNode Act)
{
    /// <summary>Whether it is the head of a <c>using</c> statement, which disposes at its end.</summary>
    public bool IsUsingStatement => SyntaxQueries.WithoutParentheses(Act).Parent is UsingStatementSyntax;

    /// <summary>Where the act stands, as seen from a wait on the object.</summary>
    public ActPlace PlaceFor(Wait wait, Scope scope, Resource resource)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(Act);
        int depth = wait.Functions.IndexOf(function);
        if (depth >= 0)
        {
            // A semaphore that the work releases is a lock; and what stands in a loop may end it.
            SyntaxNode site = wait.Sites[depth];
            return resource == Resource.Semaphore || Act.SpanStart < site.Span.End || SyntaxQueries.ShareLoop(site, Act)
                ? ActPlace.InTheWork
                : ActPlace.BehindTheWait;
        }

        return function == scope.Function ? ActPlace.InTheScope : ActPlace.Elsewhere;
    }
}

/// <summary>Where an act on an object stands, as seen from a wait on it.</summary>
internal enum ActPlace
{
    /// <summary>Behind the wait, in the work that waits: it is reached only when the wait has ended.</summary>
    BehindTheWait,

    /// <summary>In the work that waits, where an earlier turn or an earlier call may reach it.</summary>
    InTheWork,

    /// <summary>In the scope itself, where the control flow graph tells which paths reach it.</summary>
    InTheScope,

    /// <summary>In another function.</summary>
    Elsewhere,
}

/// <summary>
/// Reads all uses of an object by the names it goes by, and tells those that may end a wait on it. It reads syntax only: a use that
/// belongs to another symbol of the same name can but make the answer less certain, and what is uncertain isn't reported.
/// </summary>
internal sealed class ObjectUses
{
    private const int MostAliases = 8;

    private readonly Resource _resource;
    private readonly bool _isRepeated;
    private readonly HashSet<SyntaxNode> _followed;
    private readonly List<ObjectUse> _uses = [];
    private readonly HashSet<SyntaxNode> _aliases = [];
    private readonly List<SyntaxNode> _regions = [];

    private ObjectUses(Resource resource, bool isRepeated, IEnumerable<SyntaxNode> followed)
    {
        _resource = resource;
        _isRepeated = isRepeated;
        _followed = [.. followed];
    }

    /// <summary>The uses that may end a wait on an object of this kind, under any of its names.</summary>
    /// <param name="waited">The object.</param>
    /// <param name="resource">Its kind.</param>
    /// <param name="isRepeated">Whether the wait comes again behind each item.</param>
    public static List<ObjectUse> ThatMayEnd(WaitedObject waited, Resource resource, bool isRepeated)
    {
        var reader = new ObjectUses(resource, isRepeated, waited.FollowedUses);
        foreach (ObjectName name in waited.Names)
        {
            if (reader.IsInert(name.Part))
            {
                continue;
            }

            foreach (SyntaxNode region in VariableValues.RegionsOf(name.Symbol))
            {
                reader._regions.Add(region);
                reader.Read(name.Symbol.Name, name.Part, region);
            }
        }

        return reader._uses;
    }

    /// <summary>Whether nothing that can be done with this part of an object ends a wait, as with a channel's reader.</summary>
    private bool IsInert(string part) =>
        part.Length > 0 && _resource.EffectOf(part, _isRepeated) == UseEffect.Harmless;

    private void Read(string name, string part, SyntaxNode region)
    {
        foreach (IdentifierNameSyntax use in SyntaxQueries.Uses(name, region))
        {
            Classify(use, part);
        }
    }

    private void Classify(IdentifierNameSyntax use, string part)
    {
        if (SyntaxQueries.IsWritten(use, out ExpressionSyntax? value))
        {
            if (value is null || !IsKnownValue(value) || IsGivenOn(value))
            {
                _uses.Add(new(UseEffect.Unknown, use));
            }

            return;
        }

        SyntaxNode node = SyntaxQueries.Qualified(use);
        SyntaxNode barrier = node;
        string members = part;
        while (true)
        {
            node = SyntaxQueries.WithoutParentheses(node);
            if (node.Parent is MemberAccessExpressionSyntax access && access.Expression == node)
            {
                members = Join(members, access.Name);
                node = access;
            }
            else if (node.Parent is ConditionalAccessExpressionSyntax conditional && conditional.Expression == node
                && FirstBinding(conditional.WhenNotNull) is { } binding)
            {
                members = Join(members, binding.Name);
                node = binding;
            }
            else
            {
                break;
            }
        }

        UseEffect effect = _resource.EffectOf(members, _isRepeated);
        bool isCall = node.Parent is InvocationExpressionSyntax;
        if (effect is UseEffect.Ends or UseEffect.Bounds or UseEffect.Disposes && !isCall)
        {
            effect = UseEffect.Unknown; // a delegate of the act, called by whoever gets it
        }

        if (effect == UseEffect.Unknown && !isCall && (_followed.Contains(node) || IsOnlyCompared(node) || IsFollowedAlias(node, members)))
        {
            return;
        }

        if (members == part && node.Parent is UsingStatementSyntax)
        {
            effect = _resource.EndedByDispose ? UseEffect.Ends : UseEffect.Disposes;
        }

        if (effect != UseEffect.Harmless)
        {
            _uses.Add(new(effect, effect != UseEffect.Unknown && isCall ? ActOf(node, barrier) : use));
        }
    }

    /// <summary>
    /// The node that stands for an act in the control flow graph: the call, or for <c>source?.Cancel()</c> the object that is asked for
    /// null, because there is nothing to end where it is null.
    /// </summary>
    private static SyntaxNode ActOf(SyntaxNode called, SyntaxNode root) =>
        called is MemberAccessExpressionSyntax && !root.Ancestors().TakeWhile(node => node is not StatementSyntax).Any(node => node is ConditionalAccessExpressionSyntax)
            ? called.Parent!
            : root;

    /// <summary>Whether the object is here given one more local name, whose uses are read too.</summary>
    private bool IsFollowedAlias(SyntaxNode node, string members)
    {
        if (node.Parent is ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax property } && IsPrivate(property))
        {
            foreach (SyntaxNode part in _aliases.Add(property) ? _regions.ToArray() : [])
            {
                Read(property.Identifier.ValueText, members, part);
            }

            return true;
        }

        if (node.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }
            || declarator.Parent?.Parent is not (LocalDeclarationStatementSyntax or UsingStatementSyntax)
            || _aliases.Count >= MostAliases)
        {
            return false;
        }

        if (_aliases.Add(declarator))
        {
            Read(declarator.Identifier.ValueText, members, SyntaxQueries.EnclosingMember(declarator));
        }

        return true;
    }

    private bool IsKnownValue(ExpressionSyntax value) =>
        ObjectResolver.IsNew(value) || _followed.Contains(value) || SyntaxQueries.IsNull(value);

    /// <summary>Whether an assignment's value gets another name, as in <c>_field = local = value</c>.</summary>
    private static bool IsGivenOn(ExpressionSyntax value) =>
        value.Parent is AssignmentExpressionSyntax assignment
        && SyntaxQueries.WithoutParentheses(assignment).Parent is AssignmentExpressionSyntax or ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax;

    private static bool IsOnlyCompared(SyntaxNode node) =>
        node.Parent is BinaryExpressionSyntax comparison && comparison.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
        || node.Parent is IsPatternExpressionSyntax;

    private static MemberBindingExpressionSyntax? FirstBinding(ExpressionSyntax whenNotNull)
    {
        foreach (SyntaxNode node in whenNotNull.DescendantNodesAndSelf())
        {
            if (node is MemberBindingExpressionSyntax binding)
            {
                return binding;
            }
        }

        return null;
    }

    private static bool IsPrivate(PropertyDeclarationSyntax property) =>
        property.Type is not RefTypeSyntax
        && property.ExplicitInterfaceSpecifier is null
        && !property.Modifiers.Any(SyntaxKind.PublicKeyword)
        && !property.Modifiers.Any(SyntaxKind.InternalKeyword)
        && !property.Modifiers.Any(SyntaxKind.ProtectedKeyword);

    private static string Join(string members, SimpleNameSyntax name) =>
        members.Length == 0 ? name.Identifier.ValueText : members + "." + name.Identifier.ValueText;
}
