using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>A method of the compilation, described by the text of its declaration, so that most methods needn't be bound.</summary>
internal sealed class NamedMethod
{
    private readonly NamedMethods _methods;
    private readonly Lazy<BodyNames> _names;
    private readonly Lazy<bool> _mayWait;
    private volatile Signature? _signature;
    private volatile object? _distance;

    /// <summary>Creates the description without reading the declaration, because most methods of a compilation are never asked about.</summary>
    public NamedMethod(MethodDeclarationSyntax syntax, NamedMethods methods)
    {
        Declaration = syntax;
        _methods = methods;
        _names = new(ReadNames);
        _mayWait = new(Waits);
    }

    public MethodDeclarationSyntax Declaration { get; }

    /// <summary>Whether the method returns no task and isn't async, so that a call of the method blocks until the method's waits end.</summary>
    public bool Blocks => Declared.Blocks;

    /// <summary>Gets what the text of the method's body shows about the method's waits and calls.</summary>
    public BodyNames Names => _names.Value;

    /// <summary>Whether the method's own body may wait or loop for ever. The body is bound only if its text leaves this open.</summary>
    public bool MayWait => _mayWait.Value;

    /// <summary>Gets or sets the least number of nested blocking calls through which the method reaches a wait; null if it isn't computed yet.</summary>
    public int? Distance
    {
        get => (int?)_distance;
        set => _distance = value;
    }

    /// <summary>Whether only code of the type that declares the method can call the method.</summary>
    public bool IsPrivate => Declared.IsPrivate;

    /// <summary>Whether a call with the given number of arguments may call the method; null stands for an unknown number.</summary>
    public bool Takes(int? arguments) => arguments is not { } count || count >= Declared.LeastArguments && count <= Declared.MostArguments;

    private Signature Declared => _signature ??= Signature.Of(Declaration, _methods.Aliases);

    private BodyNames ReadNames() => BodyNames.Of(Declaration, _methods, _methods.Model);

    private bool Waits() =>
        Names.OwnWait == OwnWait.ByShape || Names.OwnWait == OwnWait.ByName && Waits(Declaration, _methods.Model) || Names.MayCallItself && CallsItself(Declaration, _methods.Model);

    /// <summary>Whether a method's body contains an operation that waits, according to the catalogue. This check binds the body.</summary>
    private static bool Waits(MethodDeclarationSyntax syntax, LeakModel model)
    {
        if (model.OperationAt(syntax) is not { } body)
        {
            return true;
        }

        foreach (IOperation operation in body.Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation call when model.Calls.Of(call)?.Wait is { For: not WaitsFor.Tick } wait:
                    if (wait.For != WaitsFor.Nothing || Operations.IsInfiniteSleep(call, model))
                    {
                        return true;
                    }

                    break;
                case IPropertyReferenceOperation property when model.Calls.Of(property) is { Wait: not null }:
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a method calls itself on every path. This check binds the body.</summary>
    private static bool CallsItself(MethodDeclarationSyntax syntax, LeakModel model) =>
        model.SemanticModelOf(syntax.SyntaxTree)?.GetDeclaredSymbol(syntax) is not { } method
        || model.Bodies.OfMethod(method) is { } work && SelfCalls.OnEachPath(work, model) is not null;

    /// <summary>What a method's declaration shows without the method's body.</summary>
    /// <param name="LeastArguments">The least number of arguments of a call such as <c>x.Read()</c>, where <c>x</c> doesn't count.</param>
    /// <param name="MostArguments">The greatest number of arguments of a call.</param>
    /// <param name="IsPrivate">Whether only code of the type that declares the method can call the method.</param>
    /// <param name="Blocks">Whether the method returns no task and isn't async.</param>
    private sealed record Signature(int LeastArguments, int MostArguments, bool IsPrivate, bool Blocks)
    {
        /// <summary>Reads a declaration; <paramref name="aliases"/> are the names that <c>using</c> directives give to types.</summary>
        public static Signature Of(MethodDeclarationSyntax method, HashSet<string> aliases)
        {
            int least = 0;
            int most = SyntaxQueries.IsExtensionBlock(method.Parent) ? 1 : 0; // a call such as Extensions.Read(x) passes the receiver too
            foreach (ParameterSyntax parameter in method.ParameterList.Parameters)
            {
                bool isParams = parameter.Modifiers.Any(SyntaxKind.ParamsKeyword);
                least += parameter.Default is null && !isParams && !parameter.Modifiers.Any(SyntaxKind.ThisKeyword) ? 1 : 0;
                most = isParams ? int.MaxValue : most + 1;
            }

            SyntaxTokenList modifiers = method.Modifiers;
            bool isPrivate = method.ExplicitInterfaceSpecifier is null && method.Parent is not InterfaceDeclarationSyntax
                && !modifiers.Any(SyntaxKind.PublicKeyword) && !modifiers.Any(SyntaxKind.InternalKeyword) && !modifiers.Any(SyntaxKind.ProtectedKeyword);
            return new Signature(least, most, isPrivate, Blocks: !modifiers.Any(SyntaxKind.AsyncKeyword) && !MayBeTask(method.ReturnType, aliases));
        }

        private static bool MayBeTask(TypeSyntax type, HashSet<string> aliases) => type switch
        {
            NullableTypeSyntax { ElementType: var element } => MayBeTask(element, aliases),
            QualifiedNameSyntax { Right: var right } => MayBeTask(right, aliases),
            AliasQualifiedNameSyntax { Name: var name } => MayBeTask(name, aliases),
            SimpleNameSyntax { Identifier.ValueText: var name } => name.EndsWith(nameof(Task), StringComparison.Ordinal) || aliases.Contains(name),
            _ => false,
        };
    }
}

/// <summary>A call in a method's body, described by its text, without binding.</summary>
/// <param name="Methods">The methods to which the called name may refer. The same name in the same type always gets the same list object.</param>
/// <param name="Arguments">The number of arguments of the call; null if that isn't known.</param>
internal readonly record struct NamedCall(IReadOnlyList<NamedMethod> Methods, int? Arguments);

/// <summary>The methods of a compilation, grouped by name.</summary>
internal sealed class NamedMethods
{
    private static readonly ConditionalWeakTable<SyntaxTree, SyntaxNode[]> s_declarations = new();

    private readonly Dictionary<string, List<NamedMethod>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<SyntaxNode, NamedMethod> _byDeclaration = [];
    private readonly HashSet<string> _constants = new(StringComparer.Ordinal);
    private readonly NamedTypes _types;

    /// <summary>The methods of a given name that code in a given type can call; <c>IsSimple</c> is true for <c>Read()</c>, false for <c>x.Read()</c>.</summary>
    private readonly ConcurrentDictionary<(string Name, TypeDeclarationSyntax Type, bool IsSimple), IReadOnlyList<NamedMethod>> _within = new();
    private readonly Func<(string Name, TypeDeclarationSyntax Type, bool IsSimple), IReadOnlyList<NamedMethod>> _seenWithin;

    /// <summary>Collects the methods of a compilation without reading their bodies.</summary>
    public NamedMethods(LeakModel model)
    {
        SyntaxNode[][] files = [.. model.Symbols.Compilation.SyntaxTrees.Select(tree => s_declarations.GetValue(tree, DeclarationsIn))];
        Model = model;
        Aliases = new(
            files.SelectMany(file => file.OfType<UsingDirectiveSyntax>()).Select(alias => alias.Alias?.Name.Identifier.ValueText).OfType<string>(), StringComparer.Ordinal);
        _types = new NamedTypes(files);
        _seenWithin = SeenWithin;
        foreach (SyntaxNode[] file in files)
        {
            foreach (SyntaxNode member in file)
            {
                switch (member)
                {
                    case MethodDeclarationSyntax declaration:
                        Add(declaration, new NamedMethod(declaration, this));
                        break;
                    case FieldDeclarationSyntax field:
                        _constants.UnionWith(field.Declaration.Variables.Select(constant => constant.Identifier.ValueText));
                        break;
                }
            }
        }
    }

    public LeakModel Model { get; }

    /// <summary>The names that <c>using</c> directives of the compilation give to types.</summary>
    public HashSet<string> Aliases { get; }

    /// <summary>Whether a constant field of the compilation has the given name.</summary>
    public bool IsConstant(string name) => _constants.Contains(name);

    /// <summary>Gets the method of a declaration. Returns null if the declaration isn't part of the compilation.</summary>
    public NamedMethod? Find(MethodDeclarationSyntax declaration) => _byDeclaration.TryGetValue(declaration, out NamedMethod? method) ? method : null;

    /// <summary>Gets the methods of the compilation that have the given name.</summary>
    public IReadOnlyList<NamedMethod> Named(string name) => _byName.TryGetValue(name, out List<NamedMethod>? named) ? named : [];

    /// <summary>Adds a call to a set, with the methods of the compilation to which the called name may refer, if there are any.</summary>
    /// <param name="name">The name as it is written in the body.</param>
    /// <param name="arguments">The number of arguments of the call; null if that isn't known.</param>
    /// <param name="within">The type whose code contains the name; null if that isn't known.</param>
    /// <param name="isSimple">Whether the name stands alone or after <c>base</c>, so that it can't refer to a method of an unrelated type.</param>
    /// <param name="calls">The set to which the call is added.</param>
    public void Find(string name, int? arguments, TypeDeclarationSyntax? within, bool isSimple, HashSet<NamedCall> calls)
    {
        if (!_byName.TryGetValue(name, out List<NamedMethod>? named))
        {
            return;
        }

        IReadOnlyList<NamedMethod> methods = within is null ? named : _within.GetOrAdd((name, within, isSimple), _seenWithin);
        if (methods.Count > 0)
        {
            calls.Add(new NamedCall(methods, arguments));
        }
    }

    /// <summary>Gets the methods of a given name that code in a given type can call.</summary>
    private IReadOnlyList<NamedMethod> SeenWithin((string Name, TypeDeclarationSyntax Type, bool IsSimple) place)
    {
        List<NamedMethod> named = _byName[place.Name];
        List<NamedMethod> seen = named.FindAll(method => !place.IsSimple && !method.IsPrivate || _types.AreRelated(method.Declaration, place.Type));
        return seen.Count == named.Count ? named : seen;
    }

    /// <summary>Gets the declarations of a file that this class needs. They are stored until the file is changed.</summary>
    private static SyntaxNode[] DeclarationsIn(SyntaxTree tree) =>
    [
        .. from node in tree.GetRoot().DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
           where node is MethodDeclarationSyntax or TypeDeclarationSyntax { BaseList: not null } or UsingDirectiveSyntax { Alias: not null } or UsingDirectiveSyntax { StaticKeyword.RawKind: not 0 } || node is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword)
           select node,
    ];

    private void Add(MethodDeclarationSyntax declaration, NamedMethod method)
    {
        _byDeclaration.Add(declaration, method);
        string name = declaration.Identifier.ValueText;
        if (!_byName.TryGetValue(name, out List<NamedMethod>? named))
        {
            _byName.Add(name, named = []);
        }

        named.Add(method);
    }
}
