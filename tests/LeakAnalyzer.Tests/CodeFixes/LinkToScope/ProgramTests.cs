using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

public class ProgramTests
{
    [Fact]
    public Task Program_With_A_Token_Links_To_It() => VerifyFix.Links(
        """
        using var cts = new CancellationTokenSource(100);
        CancellationToken stopping = cts.Token;
        foreach (string arg in args)
        {
            _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
        }
        await Task.Delay(10, stopping);
        return 1;
        """,
        """
        using var cts = new CancellationTokenSource(100);
        CancellationToken stopping = cts.Token;
        using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        CancellationToken linkedToken = linkedCts.Token;
        try
        {
            foreach (string arg in args)
            {
                _ = Task.Run(async () => await Task.Delay(-1, linkedToken));
            }
            await Task.Delay(10, stopping);
            return 1;
        }
        finally
        {
            await linkedCts.CancelAsync();
        }
        """,
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task Program_Without_A_Using_Gets_One() => VerifyFix.Links(
        """
        using System.Threading.Tasks;

        foreach (string arg in args)
        {
            _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
        }
        await Task.Delay(10);
        """,
        """
        using System.Threading;
        using System.Threading.Tasks;

        using var scopeCts = new CancellationTokenSource();
        CancellationToken scopeToken = scopeCts.Token;
        try
        {
            foreach (string arg in args)
            {
                _ = Task.Run(async () => await Task.Delay(-1, scopeToken));
            }
            await Task.Delay(10);
        }
        finally
        {
            await scopeCts.CancelAsync();
        }
        """,
        Setup.Default with { WithoutUsings = true, Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task Program_With_Functions_And_Types_Is_Wrapped_Up_To_The_Last_Functions() => VerifyFix.Links(
        """
        int count = 0;

        void Count() => count++;

        foreach (string arg in args)
        {
            _ = {|LEAK001:PumpAsync|}();
        }
        Count();
        await Task.Delay(10);

        async Task PumpAsync()
        {
            await Task.Delay(-1);
        }

        namespace Other
        {
            class D { }
        }
        """,
        """
        int count = 0;

        void Count() => count++;

        using var scopeCts = new CancellationTokenSource();
        CancellationToken scopeToken = scopeCts.Token;
        try
        {
            foreach (string arg in args)
            {
                _ = PumpAsync();
            }
            Count();
            await Task.Delay(10);
        }
        finally
        {
            await scopeCts.CancelAsync();
        }

        async Task PumpAsync()
        {
            await Task.Delay(-1, scopeToken);
        }

        namespace Other
        {
            class D { }
        }
        """,
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task Program_With_A_Jump_Is_Wrapped_From_The_Label_On() => VerifyFix.Links(
        """
        int count = 0;
        again:
        _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
        await Task.Delay(10);
        if (count++ < 3)
        {
            goto again;
        }
        """,
        """
        int count = 0;
        using var scopeCts = new CancellationTokenSource();
        CancellationToken scopeToken = scopeCts.Token;
        try
        {
            again:
            _ = Task.Run(async () => await Task.Delay(-1, scopeToken));
            await Task.Delay(10);
            if (count++ < 3)
            {
                goto again;
            }
        }
        finally
        {
            await scopeCts.CancelAsync();
        }
        """,
        Setup.Default with { Output = OutputKind.ConsoleApplication });
}
