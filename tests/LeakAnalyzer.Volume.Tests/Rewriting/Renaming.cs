using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Gives names of framework members, such as <c>Cancel</c>, to private fields, private methods, locals or parameters of a file.</summary>
internal sealed class Renaming : FileRewriter
{
    private static readonly string[] s_names =
    [
        "WaitAsync", "ReadAsync", "Cancel", "Complete", "TrySetResult", "Dispose", "Register", "Delay", "WhenAny", "Token", "Result", "Take", "Release", "Writer", "Reader", "Close", "Start", "Run",
        "ContinueWith", "Completion", "StopAsync", "Wait", "CancelAfter", "SetCanceled", "DisposeAsync", "Receive", "AcceptAsync", "ReadAllAsync", "TryComplete", "IsCancellationRequested", "CanBeCanceled",
        "WaitToReadAsync", "GetResult", "Unregister", "CreateLinkedTokenSource", "Sleep", "Join", "SignalAndWait", "WriteAsync", "Shutdown",
    ];

    private readonly SemanticModel _model;
    private readonly Predicate<ISymbol> _isRenamed;
    private readonly Queue<string> _free;
    private readonly HashSet<string> _used;
    private readonly Dictionary<ISymbol, string> _given = new(SymbolEqualityComparer.Default);

    private Renaming(SemanticModel model, CompilationUnitSyntax file, Predicate<ISymbol> isRenamed)
    {
        _model = model;
        _isRenamed = isRenamed;
        _used = [.. file.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText)];
        _free = new Queue<string>(s_names.Where(name => !_used.Contains(name)));
    }

    public static CompilationUnitSyntax LocalsAndParameters(SemanticModel model, CompilationUnitSyntax file) => new Renaming(model, file, IsLocal).Of(file);

    public static CompilationUnitSyntax PrivateFields(SemanticModel model, CompilationUnitSyntax file) => new Renaming(
        model, file, symbol => symbol is IFieldSymbol { IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Private, ContainingType.DeclaringSyntaxReferences.Length: 1 }).Of(file);

    public static CompilationUnitSyntax PrivateMethods(SemanticModel model, CompilationUnitSyntax file) => new Renaming(
        model,
        file,
        symbol => symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private, ContainingType.DeclaringSyntaxReferences.Length: 1 } or IMethodSymbol { MethodKind: MethodKind.LocalFunction }
            && symbol.Name != "Main").Of(file);

    /// <summary>Gets the symbol that an identifier declares or names; null if the identifier can't have another name, as in <c>new { x.Name }</c>.</summary>
    public static ISymbol? SymbolOf(SyntaxToken token, SemanticModel model)
    {
        ISymbol? symbol = token.Parent switch
        {
            SimpleNameSyntax { Parent: AnonymousObjectMemberDeclaratorSyntax { NameEquals: null } } => null,
            SimpleNameSyntax { Parent: ArgumentSyntax { NameColon: null, Parent: TupleExpressionSyntax } } => null,
            SimpleNameSyntax name => model.GetSymbolInfo(name).Symbol,
            { } declaration => model.GetDeclaredSymbol(declaration),
            null => null,
        };
        return (symbol as IMethodSymbol)?.ReducedFrom is { } extension ? extension : symbol?.OriginalDefinition;
    }

    public override SyntaxToken VisitToken(SyntaxToken token)
    {
        if (!token.IsKind(SyntaxKind.IdentifierToken) || SymbolOf(token, _model) is not { } symbol || !_isRenamed(symbol) || symbol.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree != _model.SyntaxTree))
        {
            return base.VisitToken(token);
        }

        if (!_given.TryGetValue(symbol, out string? name))
        {
            if (!_free.TryDequeue(out name))
            {
                int number = _given.Count;
                while (!_used.Add(name = $"renamed{number}"))
                {
                    number++;
                }
            }

            _given.Add(symbol, name);
        }

        return Named(token, name);
    }

    private static bool IsLocal(ISymbol symbol) => symbol switch
    {
        ILocalSymbol => true,
        IParameterSymbol { IsImplicitlyDeclared: false, IsThis: false, ContainingSymbol: IMethodSymbol method } =>
            method is { IsOverride: false, IsVirtual: false, IsAbstract: false, MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.AnonymousFunction, PartialDefinitionPart: null, PartialImplementationPart: null },
        _ => false,
    };
}
