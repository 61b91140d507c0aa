using System.Diagnostics;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Tests that the exception of the checked code is thrown, not that of the check, if the code both fails and leaks.</summary>
public class FailureTests
{
    private readonly TaskCompletionSource _never = new();

    [Fact]
    public async Task A_Body_That_Fails_And_Leaks_Shows_Its_Own_Exception()
    {
        var failure = new InvalidOperationException("the body's");

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => LeakCheck.NoneAsync(async () =>
        {
            _ = Leaks.WaitFor(_never.Task);
            await Task.Yield();
            throw failure;
        }));

        Assert.Same(failure, thrown);
        string told = Assert.IsType<string>(thrown.Data[nameof(LeakCheck)]);
        Assert.StartsWith("1 task was started and has not completed when the checked code failed:\n1. LeakAnalyzer.LeakTest.Tests.Leaks.WaitFor", told);
    }

    [Fact]
    public async Task A_Body_That_Is_Cancelled_And_Leaks_Shows_That_It_Was_Cancelled()
    {
        using var cts = new CancellationTokenSource();
        Task check = LeakCheck.NoneAsync(async () =>
        {
            _ = Leaks.WaitFor(_never.Task);
            cts.Cancel();
            await Task.Delay(Timeout.Infinite, cts.Token);
        });

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check);

        Assert.Equal(cts.Token, thrown.CancellationToken);
        Assert.True(check.IsCanceled);
        Assert.Contains("Leaks.WaitFor", (string)thrown.Data[nameof(LeakCheck)]!);
    }

    [Fact]
    public async Task A_Body_That_Fails_Without_A_Leak_Shows_Its_Exception_As_It_Is()
    {
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => LeakCheck.NoneAsync(() => throw new InvalidOperationException()));

        Assert.Empty(thrown.Data);
    }

    [Fact]
    public void A_Synchronous_Body_That_Fails_And_Leaks_Shows_Its_Own_Exception()
    {
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => LeakCheck.None(Fail));

        Assert.Contains("Leaks.WaitFor", (string)thrown.Data[nameof(LeakCheck)]!);

        void Fail()
        {
            _ = Leaks.WaitFor(_never.Task);
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public async Task An_Await_Using_Block_That_Fails_And_Leaks_Shows_Its_Own_Exception()
    {
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(FailAsync);

        Assert.Contains("Leaks.WaitFor", (string)thrown.Data[nameof(LeakCheck)]!);

        async Task FailAsync()
        {
            await using LeakCheck check = LeakCheck.Start();
            _ = Leaks.WaitFor(_never.Task);
            await Task.Yield();
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public async Task An_Await_Using_Block_That_Fails_Before_It_Waits_Shows_Its_Own_Exception()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(FailAsync);

        async Task FailAsync()
        {
            await using LeakCheck check = LeakCheck.Start();
            _ = Leaks.WaitFor(_never.Task);
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public async Task An_Await_Using_Block_Without_Context_That_Fails_Shows_Its_Own_Exception()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(FailAsync);

        async Task FailAsync()
        {
            LeakCheck check = LeakCheck.Start();
            await using (check.ConfigureAwait(false))
            {
                _ = Leaks.WaitFor(_never.Task);
                await Task.Yield();
                throw new InvalidOperationException();
            }
        }
    }

    [Fact]
    public async Task An_Await_Using_Block_Among_Others_That_Fails_Shows_Its_Own_Exception()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(FailAsync);

        async Task FailAsync()
        {
            await using var before = new MemoryStream();
            await using LeakCheck check = LeakCheck.Start();
            await using var after = new MemoryStream();
            _ = Leaks.WaitFor(_never.Task);
            await Task.Yield();
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public async Task A_Leak_Of_A_Block_That_Caught_An_Exception_Is_Told()
    {
        LeakException leak = await Assert.ThrowsAsync<LeakException>(LeakAsync);

        Assert.Single(leak.Tasks);

        async Task LeakAsync()
        {
            await using LeakCheck check = LeakCheck.Start(Leaks.Quick);
            _ = Leaks.WaitFor(_never.Task);
            try
            {
                try
                {
                    throw new InvalidOperationException("caught");
                }
                finally
                {
                    await Task.Yield();
                }
            }
            catch (InvalidOperationException exception)
            {
                await Task.Yield();
                Assert.Equal("caught", exception.Message);
            }
        }
    }

    [Fact]
    public async Task A_Leak_Of_A_Block_In_A_Handler_Is_Told()
    {
        LeakException leak = await Assert.ThrowsAsync<LeakException>(LeakAsync);

        Assert.Single(leak.Tasks);

        async Task LeakAsync()
        {
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException exception)
            {
                await using LeakCheck check = LeakCheck.Start(Leaks.Quick);
                _ = Leaks.WaitFor(_never.Task);
                await Task.Yield();
                Assert.NotNull(exception);
            }
        }
    }

    [Fact]
    public void A_Using_Block_That_Fails_And_Leaks_Shows_Its_Own_Exception()
    {
        var watch = Stopwatch.StartNew();

        Assert.Throws<InvalidOperationException>(Fail);

        Assert.InRange(watch.ElapsedMilliseconds, 0, 4000);

        void Fail()
        {
            using LeakCheck check = LeakCheck.Start();
            _ = Leaks.WaitFor(_never.Task);
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public async Task A_Using_Block_Of_An_Async_Method_That_Fails_Shows_Its_Own_Exception()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(FailAsync);

        async Task FailAsync()
        {
            using LeakCheck check = LeakCheck.Start();
            _ = Leaks.WaitFor(_never.Task);
            await Task.Yield();
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public async Task A_Using_Block_That_Begins_In_A_Handler_And_Fails_Outside_Of_It_Shows_Its_Own_Exception()
    {
        // The second FailAsync begins in the catch block in which the first one completes its task.
        Task failing = Task.Run(async () =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(FailAsync);
            await FailAsync();
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);

        async Task FailAsync()
        {
            using LeakCheck check = LeakCheck.Start(Leaks.Quick);
            _ = Leaks.WaitFor(_never.Task);
            await Task.Yield();
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void A_Using_Block_In_A_Handler_That_Fails_Shows_Its_Own_Exception()
    {
        Assert.Throws<ArgumentException>(Fail);

        void Fail()
        {
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
                using LeakCheck check = LeakCheck.Start(Leaks.Quick);
                _ = Leaks.WaitFor(_never.Task);
                throw new ArgumentException();
            }
        }
    }

    [Fact]
    public void A_Leak_Of_A_Using_Block_In_A_Handler_Is_Told()
    {
        Assert.Throws<LeakException>(Leak);

        void Leak()
        {
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
                using LeakCheck check = LeakCheck.Start(Leaks.Quick);
                _ = Leaks.WaitFor(_never.Task);
                try
                {
                    throw new InvalidOperationException();
                }
                catch (InvalidOperationException)
                {
                }
            }
        }
    }

    [Fact]
    public async Task A_Body_That_Is_Missing_Is_Refused()
    {
        await Assert.ThrowsAsync<ArgumentNullException>("body", () => LeakCheck.NoneAsync(null!));
        Assert.Throws<ArgumentNullException>("body", () => LeakCheck.None((Action)null!));
    }
}
