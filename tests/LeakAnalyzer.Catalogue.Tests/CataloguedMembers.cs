using System.Reflection;
using LeakAnalyzer.Catalogue.Tests.Running;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Catalogue.Tests;

/// <summary>Finds the members that the catalogue lists, and looks members up as the analyzer does.</summary>
internal static class CataloguedMembers
{
    private static readonly ApiCatalogue s_catalogue = new(KnownSymbols.Of(RealAssemblies.Compilation)!);

    public static IReadOnlyList<CataloguedMember> All { get; } =
        [.. ApiCatalogue.Types.SelectMany(
            type => type.Members,
            (type, member) => new CataloguedMember(type, member.Key, member.Value))];

    public static CataloguedMember Get(string name) => All.First(member => member.Name == name);

    /// <summary>Gets the catalogue's facts about a real member, or null if the catalogue doesn't list the member.</summary>
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

    /// <summary>Whether, according to the catalogue, the member may end a wait.</summary>
    public bool IsAct => (Claim & (Effect.Ends | Effect.GivesOne | Effect.Disposes)) != 0;

    /// <summary>Whether the member has a name such as <c>Close</c>, but ends no wait according to the catalogue.</summary>
    public bool SoundsLikeAnEnd =>
        Facts.OnReceiver is Effect.None && Facts.Wait is null && !Key.StartsWith("Try", StringComparison.Ordinal) && EndingNames.Include(Key)
        && Real.Any(member => member is IMethodSymbol { Name: not "SetSocketOption" });

    private Effect Claim => (Facts.OnReceiver ?? Effect.None) | (Facts.OnArguments ?? Effect.None);

    public bool IsOfWaitedOn =>
        s_waitedOn.Contains(Type.MetadataName) || Type.Members.Values.Any(member => member.Wait is not null);

    /// <summary>Whether the real type has the member. Similar types share one list of members in the catalogue, so a listed member can be missing.</summary>
    public bool IsReal => Real.Any();

    private IEnumerable<ISymbol> Real => RealAssemblies.TypesNamed(Type.MetadataName)
        .SelectMany(type => type.TypeKind == TypeKind.Interface ? type.AllInterfaces.Add(type) : BaseTypes(type))
        .SelectMany(type => type.GetMembers(Key.Split('(')[0]))
        .Where(member => member.DeclaredAccessibility == Accessibility.Public);

    /// <summary>Types for which the catalogue lists no wait of their own, only ends of waits that it lists for another type, as a <c>PipeWriter</c> ends reads.</summary>
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
