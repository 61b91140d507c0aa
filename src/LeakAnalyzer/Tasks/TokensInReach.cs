using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tasks;

/// <summary>Finds the variables with a cancellation token to which the code at some place can refer.</summary>
internal static class TokensInReach
{
    /// <summary>Finds the parameters and locals that hold a token where a task is started.</summary>
    public static List<ISymbol> Of(StartedTask task, LeakModel model) => Of(task.Start.Call.Syntax, task.Scope.Symbol, model);

    /// <summary>Finds the parameters and locals that hold a token at a place in a function.</summary>
    public static List<ISymbol> Of(SyntaxNode place, IMethodSymbol? function, LeakModel model)
    {
        var tokens = new List<ISymbol>();
        int position = place.SpanStart;
        if (model.SemanticModelOf(place.SyntaxTree) is not { } semantics)
        {
            return tokens;
        }

        foreach (ISymbol symbol in NamesBefore(place, function, model).SelectMany(name => semantics.LookupSymbols(position, name: name)))
        {
            bool isToken = symbol switch
            {
                IParameterSymbol parameter => model.Symbols.IsCancellationToken(parameter.Type) && CanName(parameter, function, model),
                ILocalSymbol local => model.Symbols.IsCancellationToken(local.Type)
                    && IsDeclaredBefore(local, position)
                    && CanName(local, function, model)
                    && !OriginOf(local, place, model).IsEmpty,
                _ => false,
            };
            if (isToken)
            {
                tokens.Add(symbol);
            }
        }

        return tokens;
    }

    /// <summary>Gets the names of the variables that are declared before a place. To look up these is cheaper than to look up all symbols.</summary>
    private static HashSet<string> NamesBefore(SyntaxNode place, IMethodSymbol? innermost, LeakModel model)
    {
        int position = place.SpanStart;
        var names = new HashSet<string>();
        for (ISymbol? function = innermost; function is IMethodSymbol method; function = function.ContainingSymbol)
        {
            foreach (IParameterSymbol parameter in method.Parameters)
            {
                names.Add(parameter.Name);
            }

            if (ExtensionBlocks.ReceiverOf(method) is { Name: var receiver })
            {
                names.Add(receiver);
            }
        }

        foreach ((string name, int declared) in model.Functions.VariablesIn(SyntaxQueries.EnclosingMember(place)))
        {
            if (declared < position)
            {
                names.Add(name);
            }
        }

        return names;
    }

    public static TokenOrigin OriginOf(ILocalSymbol local, SyntaxNode place, LeakModel model) =>
        new TokenResolver(model, model.Options.For(place.SyntaxTree)).ResolveLocal(local);

    private static bool IsDeclaredBefore(ILocalSymbol local, int position) =>
        local.DeclaringSyntaxReferences is [var declaration] && declaration.Span.Start < position;

    /// <summary>Whether a function can refer to a variable: its own, or one that it can capture.</summary>
    private static bool CanName(ISymbol variable, IMethodSymbol? innermost, LeakModel model)
    {
        bool isByReference = variable is IParameterSymbol { RefKind: not RefKind.None } or ILocalSymbol { IsRef: true };
        for (ISymbol? function = innermost; function is IMethodSymbol method; function = function.ContainingSymbol)
        {
            if (KnownSymbols.Same(variable.ContainingSymbol, method) || variable is IParameterSymbol parameter && ExtensionBlocks.HasParameter(method, parameter))
            {
                return !isByReference || KnownSymbols.Same(method, innermost) && variable is IParameterSymbol { RefKind: RefKind.In };
            }

            bool isNested = method.MethodKind is MethodKind.AnonymousFunction or MethodKind.LocalFunction;
            if (isNested && method.IsStatic || variable is ILocalSymbol && MayRunBefore(variable, method, model))
            {
                return false;
            }
        }

        // None of these functions declares the variable: it may be a parameter of a primary constructor.
        return false;
    }

    /// <summary>Whether a local function is used before a variable is declared, so that the variable may have no value in it.</summary>
    private static bool MayRunBefore(ISymbol local, IMethodSymbol function, LeakModel model) =>
        function.MethodKind == MethodKind.LocalFunction
        && local.DeclaringSyntaxReferences is [var reference]
        && reference.GetSyntax() is var declaration
        && model.Uses.In(SyntaxQueries.EnclosingMember(declaration), function).Any(use => use.SpanStart < declaration.Span.End);
}
