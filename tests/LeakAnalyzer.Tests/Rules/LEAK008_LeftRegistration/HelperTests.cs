using LeakAnalyzer.Rules;

namespace LeakAnalyzer.Tests.Rules.LEAK008_LeftRegistration;

/// <summary>Tests a method of the project that creates and returns a registration, which its caller has to dispose.</summary>
public class HelperTests
{
    private static readonly Setup s_setup = Setup.Handles with { Rules = [LeftRegistration.Id] };

    private const string Helpers = """

        public static class Tokens
        {
            private static CancellationTokenRegistration s_last;

            public static CancellationTokenRegistration SafeRegister(this CancellationToken token, Action<object?> callback, object? state)
            {
                if (!token.CanBeCanceled)
                {
                    return default;
                }

                return token.Register(callback, state);
            }

            public static CancellationTokenRegistration Plain(CancellationToken token, Action callback) => token.UnsafeRegister(_ => callback(), null);

            public static CancellationTokenRegistration Named(this CancellationToken token)
            {
                var registration = token.Register(() => Console.WriteLine());
                return registration;
            }

            public static void Kept(this CancellationToken token) => s_last = token.Register(() => s_last.Dispose());

            public static CancellationTokenRegistration None(this CancellationToken token) => default;
        }
        """;

    [Theory]
    [InlineData("token.SafeRegister(_ => Work(), null)")]
    [InlineData("Tokens.Plain(token, () => Work())")]
    [InlineData("token.Named()")]
    public async Task One_That_A_Helper_Makes_Is_Reported(string register)
    {
        await Verify.Reported(Body($"{{|LEAK008:{register}|}};"), s_setup);
        await Verify.Reported(Body($"var registration = {{|LEAK008:{register}|}}; if (flag) {{ registration.Dispose(); }}"), s_setup);
        await Verify.Silent(Body($"using var registration = {register}; Work();"), s_setup);
        await Verify.Silent(Body($"using ({register}) {{ Work(); }}"), s_setup);
        await Verify.Silent(Body($"_kept = {register};"), s_setup);
    }

    [Theory]
    [InlineData("token.Kept();")]
    [InlineData("token.None();")]
    [InlineData("own.Token.SafeRegister(_ => Work(), null);")]
    public Task Others_Are_Not(string code) => Verify.Silent(Body(code), s_setup);

    private static string Body(string code) => Code.Class($$"""
            private CancellationTokenRegistration _kept;

            public void Scope(CancellationToken token, bool flag)
            {
                using var own = new CancellationTokenSource();
                {{code}}
                Work(_kept);
            }
        """) + Helpers;
}
