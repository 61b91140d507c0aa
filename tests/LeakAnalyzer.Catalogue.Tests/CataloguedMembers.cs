using System.Reflection;
using LeakAnalyzer.Catalogue.Tests.Running;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Catalogue.Tests;

/// <summary>The members that the catalogue lists, and the same question that the analyzer asks it.</summary>
internal static class CataloguedMembers
{
    private static readonly ApiCatalogue s_catalogue = new(KnownSymbols.Of(RealAssemblies.Compilation)!);

    /// <summary>All members, each named by its type and its own name.</summary>
    public static IReadOnlyList<CataloguedMember> All { get; } =
        [.. ApiCatalogue.Types.SelectMany(
            type => type.Members,
            (type, member) => new CataloguedMember(type, member.Key, member.Value))];

    public static CataloguedMember Get(string name) => All.First(member => member.Name == name);

    /// <summary>What the catalogue tells of a real member; null where it tells nothing.</summary>
    public static MemberFacts? Find(Type? receiver, MemberInfo member) =>
        RealAssemblies.Find(DocumentationId.Of(member)) is { } symbol
            ? s_catalogue.Find(symbol, receiver is null ? null : RealAssemblies.Compilation.GetTypeByMetadataName(MetadataName(receiver)))
            : null;

    private static string MetadataName(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!;
}

/// <summary>A member that the catalogue lists.</summary>
internal sealed record CataloguedMember(TypeFacts Type, string Key, MemberFacts Facts)
{
    public string Name => $"{Type.MetadataName}.{Key}";

    /// <summary>Whether it ends waits, lets one through or disposes the object.</summary>
    public bool IsAct => (Claim & (Effect.Ends | Effect.GivesOne | Effect.Disposes)) != 0;

    /// <summary>Whether it is said to end nothing, though its name doesn't sound so.</summary>
    public bool SoundsLikeAnEnd =>
        Facts.OnReceiver is Effect.None && Facts.Wait is null && !Key.StartsWith("Try", StringComparison.Ordinal) && EndingNames.Include(Key)
        && Real.Any(member => member is IMethodSymbol { Name: not "SetSocketOption" });

    private Effect Claim => (Facts.OnReceiver ?? Effect.None) | (Facts.OnArguments ?? Effect.None);

    /// <summary>Whether somebody waits on an object of its type, or on a part of one.</summary>
    public bool IsOfWaitedOn =>
        s_waitedOn.Contains(Type.MetadataName) || Type.Members.Values.Any(member => member.Wait is not null);

    /// <summary>Whether its type has such a public member, inherited ones included: some that are alike share a list.</summary>
    public bool IsReal => Real.Any();

    private IEnumerable<ISymbol> Real => RealAssemblies.TypesNamed(Type.MetadataName)
        .SelectMany(type => type.TypeKind == TypeKind.Interface ? type.AllInterfaces.Add(type) : BaseTypes(type))
        .SelectMany(type => type.GetMembers(Key.Split('(')[0]))
        .Where(member => member.DeclaredAccessibility == Accessibility.Public);

    /// <summary>Types that end the waits on another.</summary>
    private static readonly HashSet<string> s_waitedOn =
    [
        "System.IO.Pipelines.PipeWriter",
        "System.Net.Sockets.TcpClient",
        "System.Threading.AutoResetEvent",
        "System.Threading.CancellationTokenSource",
        "System.Threading.EventWaitHandle",
        "System.Threading.Tasks.Dataflow.BufferBlock`1",
        "System.Threading.Tasks.Dataflow.IDataflowBlock",
        "Grpc.Core.AsyncServerStreamingCall`1",
    ];

    private static IEnumerable<INamedTypeSymbol> BaseTypes(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            yield return type;
        }
    }
}
