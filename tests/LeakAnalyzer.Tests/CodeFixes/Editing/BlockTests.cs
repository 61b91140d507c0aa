using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>Tests which statements a fix moves into its <c>try</c> block.</summary>
public class BlockTests
{
    [Fact]
    public Task Locals_Before_Stay_Outside() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                int first, second;
                first = 1;
                using var stream = new System.IO.MemoryStream();
                const int Third = 3;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                second = 2;
                using var other = new System.IO.MemoryStream();
                await Task.Delay(10, token);
                return first + second + Third + (int)stream.Length + (int)other.Length;
            }
        }
        """,
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                int first, second;
                first = 1;
                using var stream = new System.IO.MemoryStream();
                const int Third = 3;
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    second = 2;
                    using var other = new System.IO.MemoryStream();
                    await Task.Delay(10, token);
                    return first + second + Third + (int)stream.Length + (int)other.Length;
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Out_And_Ref_Parameters_Are_Assigned_In_The_Try() => VerifyFix.Links(
        """
        static class C
        {
            public static bool Export(ChannelReader<int> parent, out int count, ref int total, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Task.Delay(10, token).Wait();
                count = 1;
                total += count;
                if (total > 10)
                {
                    return false;
                }

                int rest;
                rest = total - count;
                return rest > 0;
            }

            public static void Export(ChannelReader<int> parent, out int count, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Task.Delay(10, token).Wait();
                count = 1;
            }
        }
        """,
        """
        static class C
        {
            public static bool Export(ChannelReader<int> parent, out int count, ref int total, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Task.Delay(10, token).Wait();
                    count = 1;
                    total += count;
                    if (total > 10)
                    {
                        return false;
                    }

                    int rest;
                    rest = total - count;
                    return rest > 0;
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            public static void Export(ChannelReader<int> parent, out int count, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Task.Delay(10, token).Wait();
                    count = 1;
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Fields_Of_A_Struct_Are_Assigned_In_The_Try() => VerifyFix.Links(
        """
        readonly struct S
        {
            private readonly int _value;

            public S(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Task.Delay(10, token).Wait();
                _value = 1;
            }

            public int Value => _value;
        }
        """,
        """
        readonly struct S
        {
            private readonly int _value;

            public S(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Task.Delay(10, token).Wait();
                    _value = 1;
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            public int Value => _value;
        }
        """);

    [Fact]
    public Task Nullable_Flow_Goes_On_After_The_Start() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int>? parent, string? name, CancellationToken token)
            {
                if (parent is null || name is null)
                {
                    return 0;
                }

                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
                return name.Length;
            }
        }
        """,
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int>? parent, string? name, CancellationToken token)
            {
                if (parent is null || name is null)
                {
                    return 0;
                }

                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, token);
                    return name.Length;
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Nullable_May_Be_Off() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int> parent, string name, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
                return name.Length;
            }
        }
        """,
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int> parent, string name, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, token);
                    return name.Length;
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """,
        Setup.Default with { Nullable = NullableContextOptions.Disable });

    [Fact]
    public Task Ref_Locals_And_Spans_Go_Into_The_Try() => VerifyFix.Links(
        """
        static class C
        {
            public static int Export(ChannelReader<int> parent, int[] items, CancellationToken token)
            {
                Span<int> span = stackalloc int[2];
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                ref int item = ref items[0];
                Span<int> other = stackalloc int[2];
                item = span.Length + other.Length;
                Task.Delay(10, token).Wait();
                return item;
            }

            public static ref int First(ChannelReader<int> parent, int[] items, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Task.Delay(10, token).Wait();
                return ref items[0];
            }
        }
        """,
        """
        static class C
        {
            public static int Export(ChannelReader<int> parent, int[] items, CancellationToken token)
            {
                Span<int> span = stackalloc int[2];
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    ref int item = ref items[0];
                    Span<int> other = stackalloc int[2];
                    item = span.Length + other.Length;
                    Task.Delay(10, token).Wait();
                    return item;
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            public static ref int First(ChannelReader<int> parent, int[] items, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Task.Delay(10, token).Wait();
                    return ref items[0];
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);
}
