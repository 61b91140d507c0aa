using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests older language versions, older frameworks, and code without nullable reference types.</summary>
[OnOldestRoslyn]
public class LanguageTests
{
    private const string Reported = """
        public class Subject
        {
            public void Scope(ChannelReader<int> reader, CancellationToken token)
            {
                Task.Run(async () => await reader.ReadAsync(token));
                {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
                {|LEAK001:PumpAsync|}(reader);
            }

            private static async Task PumpAsync(ChannelReader<int> reader) { while (await reader.WaitToReadAsync()) { } }
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.CSharp12)]
    public Task The_Rule_Holds_In_Every_Language_Version(LanguageVersion version) => Verify.Reported(Reported, Setup.Default with { Language = version });

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp12)]
    public Task The_Rule_Holds_On_NetStandard(LanguageVersion version) => Verify.Reported(Reported, Setup.NetStandard20 with { Language = version });

    [Fact]
    public Task The_Rule_Holds_With_Nullable_Off() => Verify.Reported(Reported, Setup.Default with { Nullable = NullableContextOptions.Disable });

    [Fact]
    public Task A_Scope_That_Ends_Its_Task_Is_Not_Reported_On_NetStandard() => Verify.Silent("""
        public class Subject
        {
            public async Task Scope(ChannelReader<int> reader, CancellationToken token)
            {
                using (var cts = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    CancellationToken stop = cts.Token;
                    try
                    {
                        _ = Task.Run(async () => await reader.ReadAsync(stop));
                        await Task.Delay(10, token);
                    }
                    finally
                    {
                        cts.Cancel();
                    }
                }
            }
        }
        """, Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });
}
