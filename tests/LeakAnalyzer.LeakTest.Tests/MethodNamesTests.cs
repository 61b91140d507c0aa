using LeakAnalyzer.LeakTest.Description;

namespace LeakAnalyzer.LeakTest.Tests;

public class MethodNamesTests
{
    [Theory]
    [InlineData("LeakyAsync", "LeakyAsync")]
    [InlineData("<LeakyAsync>d__3", "LeakyAsync")]
    [InlineData("<LeakyAsync>b__0", "LeakyAsync lambda")]
    [InlineData("<LeakyAsync>b__3_0", "LeakyAsync lambda")]
    [InlineData("<<LeakyAsync>b__0>d", "LeakyAsync lambda")]
    [InlineData("<<LeakyAsync>b__0_1>d", "LeakyAsync lambda")]
    [InlineData("<<LeakyAsync>b__0>b__1", "LeakyAsync lambda")]
    [InlineData("<M>g__LocalAsync|4_0", "M.LocalAsync")]
    [InlineData("<<M>g__LocalAsync|0>d", "M.LocalAsync")]
    [InlineData("<<<M>g__LocalAsync|0>b__1>d", "M.LocalAsync lambda")]
    [InlineData("<Main>$", "Main")]
    [InlineData("<<Main>$>d__0", "Main")]
    [InlineData("<<<Main>$>b__0_2>d", "Main lambda")]
    [InlineData("<<<Main>$>g__Faulty|0_6>d", "Main.Faulty")]
    [InlineData("<.ctor>b__4_0", "constructor lambda")]
    [InlineData("<.cctor>b__4_0", "static constructor lambda")]
    [InlineData("<<-cctor>b__4_0>d", "static constructor lambda")]
    [InlineData("<<-ctor>b__4_0>d", "constructor lambda")]
    [InlineData("<System-IDisposable-Dispose>d__1", "System.IDisposable.Dispose")]
    [InlineData("<get_Value>b__4_0", "Value lambda")]
    [InlineData("<System.IDisposable.Dispose>d__1", "System.IDisposable.Dispose")]
    [InlineData("<M>d__0`1", "M")]
    [InlineData("<half", "<half")]
    [InlineData("", "")]
    public void A_Mangled_Name_Is_Written_As_In_The_Source(string mangled, string readable) =>
        Assert.Equal(readable, MethodNames.Unmangle(mangled));

    [Theory]
    [InlineData(typeof(int), "int")]
    [InlineData(typeof(int?), "int?")]
    [InlineData(typeof(string[,]), "string[,]")]
    [InlineData(typeof(Dictionary<string, List<int>>), "Dictionary<string, List<int>>")]
    [InlineData(typeof(Dictionary<string, int>.KeyCollection), "Dictionary<string, int>.KeyCollection")]
    [InlineData(typeof(Outer<byte>.Inner<char>), "MethodNamesTests.Outer<byte>.Inner<char>")]
    public void A_Type_Is_Written_As_In_The_Source(Type type, string name) => Assert.Equal(name, TypeNames.Short(type));

    [Fact]
    public async Task Generic_Types_And_Methods_Are_Written_With_Their_Arguments()
    {
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            _ = Outer<byte>.Inner<char>.WaitAsync(1L);
            _ = Outer<string>.Inner<char>.InLambda(1L);
            return Task.CompletedTask;
        }, Leaks.Patient);

        string type = "LeakAnalyzer.LeakTest.Tests.MethodNamesTests.Outer";
        Assert.Equal(
            [$"{type}<byte>.Inner<char>.WaitAsync<long>", $"{type}<string>.Inner<char>.InLambda<long> lambda"],
            leak.Tasks.Select(task => task.Method).Order());
    }

    public static class Outer<T>
    {
        public static class Inner<TInner>
        {
            public static async Task WaitAsync<TValue>(TValue value)
            {
                await new TaskCompletionSource<T>().Task;
                Assert.NotNull(value);
            }

            public static Task InLambda<TValue>(TValue value) => Task.Run(async () =>
            {
                await new TaskCompletionSource<TInner>().Task;
                Assert.NotNull(value);
            });
        }
    }
}
