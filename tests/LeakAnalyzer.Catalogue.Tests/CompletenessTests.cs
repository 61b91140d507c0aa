using LeakAnalyzer.Catalogue.Tests.Running;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;

namespace LeakAnalyzer.Catalogue.Tests;

/// <summary>Tests that the catalogue agrees with what the runs of <see cref="RunTests"/> observe.</summary>
public class CompletenessTests
{
    /// <summary>The members that aren't run, with the reason.</summary>
    private static readonly Dictionary<string, string> s_notRun = new()
    {
        ["System.Threading.Tasks.Task.Dispose"] = "it throws while the task is pending",
        ["System.Threading.Tasks.Task`1.Dispose"] = "it throws while the task is pending",
        ["System.Net.Sockets.NetworkStream.ReadAtLeast"] = "a span can't stand in an expression: ReadAtLeastAsync is run",
        ["System.IO.Pipes.PipeStream.ReadAtLeast"] = "a span can't stand in an expression: ReadAtLeastAsync is run",
        ["Confluent.Kafka.IConsumer`2.Close"] = "while a Consume is pending it is a race in the native library",
        ["Confluent.Kafka.IConsumer`2.Dispose"] = "while a Consume is pending it is a race in the native library",
    };

    /// <summary>The calls that do something which the catalogue can't express, with the reason.</summary>
    private static readonly Dictionary<string, string> s_simplified = new()
    {
        ["M:System.Net.Sockets.Socket.Shutdown(System.Net.Sockets.SocketShutdown) Send"] = "arguments aren't told apart",
        ["M:System.IO.Pipes.NamedPipeServerStream.Disconnect"] = "it ends the reads of a connected pipe, and throws while the pipe waits for a client",
        ["M:System.Threading.CountdownEvent.Reset(System.Int32) 0"] = "arguments aren't told apart",
        ["M:System.Net.WebSockets.WebSocket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus,System.String,System.Threading.CancellationToken) NormalClosure"] =
            "it ends the wait when the peer answers",
        ["M:System.Net.WebSockets.WebSocket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus,System.String,System.Threading.CancellationToken) NormalClosure"] =
            "it ends the wait when the peer answers",
    };

    public static TheoryData<string> Waits =>
        [.. CataloguedMembers.All.Where(member => member.Facts.Wait is not null && member.IsReal).Select(member => member.Name)];

    /// <summary>The members that may end a wait, and those that end nothing although they are called <c>Close</c> or the like.</summary>
    public static TheoryData<string> Acts =>
        [.. CataloguedMembers.All
            .Where(member => member.IsOfWaitedOn && member.IsReal && (member.IsAct || member.SoundsLikeAnEnd))
            .Select(member => member.Name)];

    public static TheoryData<string, string> Trials
    {
        get
        {
            var trials = new TheoryData<string, string>();
            foreach (WaitCase wait in CaseTable.All.Where(wait => CataloguedMembers.Find(wait.Type, wait.Member)?.Wait is not null))
            {
                foreach (Act act in wait.Acts.Where(
                    act => act.Member is not null && !s_simplified.ContainsKey(act.Name) && CataloguedMembers.Find(act.Type, act.Member) is not null))
                {
                    trials.Add(wait.ToString(), act.Name);
                }
            }

            return trials;
        }
    }

    [Theory]
    [MemberData(nameof(Waits))]
    public void AWaitOfTheCatalogueIsRun(string name)
    {
        MemberFacts facts = CataloguedMembers.Get(name).Facts;

        Assert.True(
            s_notRun.ContainsKey(name) || CaseTable.All.Any(wait => CataloguedMembers.Find(wait.Type, wait.Member) == facts),
            $"No case waits by '{name}'.");
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public void AnActOfTheCatalogueIsTried(string name)
    {
        MemberFacts facts = CataloguedMembers.Get(name).Facts;

        Assert.True(
            s_notRun.ContainsKey(name)
                || CaseTable.All.Any(wait => wait.Acts.Any(act => act.Member is not null && CataloguedMembers.Find(act.Type, act.Member) == facts)),
            $"No case tries '{name}'.");
    }

    [Theory]
    [MemberData(nameof(Trials))]
    public void WhatIsSeenOfAnActIsWhatTheCatalogueSays(string wait, string act)
    {
        var waiting = CaseTable.All.Single(one => one.ToString() == wait);
        Act tried = waiting.Acts.Single(one => one.Name == act);

        // An interface's member is looked up with the type of the object that is waited on, because the facts depend on that type.
        MemberFacts facts = CataloguedMembers.Find(tried.Type is { IsInterface: true } ? waiting.Type : tried.Type, tried.Member!)!;
        Effect claim = (facts.OnReceiver ?? Effect.None) | (facts.OnArguments ?? Effect.None);

        switch (tried.Expected)
        {
            case Outcome.EndsNothing:
                Assert.False(claim.HasFlag(Effect.Ends), $"'{act}' ends nothing.");
                break;
            case Outcome.EndsOne or Outcome.EndsPending:
                Assert.False(claim.HasFlag(Effect.Ends), $"'{act}' ends only what is pending.");
                Assert.True((claim & (Effect.GivesOne | Effect.TakesOne)) != 0, $"'{act}' ends a wait.");
                break;
            default:
                Assert.True((claim & (Effect.Ends | Effect.GivesOne | Effect.TakesOne | Effect.Bounds)) != 0, $"'{act}' ends the waits.");
                break;
        }
    }

    [Fact]
    public void ATypeOfTheCatalogueIsReal()
    {
        string[] unreal = [.. ApiCatalogue.Types.Select(type => type.MetadataName).Where(type => RealAssemblies.TypesNamed(type).IsEmpty)];

        Assert.Empty(unreal);
    }
}
