namespace LeakAnalyzer.Options;

/// <summary>The keys that users set in <c>.editorconfig</c>.</summary>
internal static class OptionKeys
{
    /// <summary>The prefix of all keys of LeakAnalyzer.</summary>
    public const string Prefix = "leak_analyzer.";

    public const string OpenEndedWaits = "leak_analyzer.open_ended_waits";
    public const string FireAndForgetMethods = "leak_analyzer.fire_and_forget_methods";
    public const string LifetimeTokens = "leak_analyzer.lifetime_tokens";
    public const string ReportExplicitNone = "leak_analyzer.report_explicit_none";
}
