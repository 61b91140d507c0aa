namespace LeakAnalyzer.LeakTest;

/// <summary>
/// How the tests of an assembly, a class or a method are checked, where a framework's package checks every test. What is set nearer to the
/// test holds; names that are ignored add up.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method)]
public sealed class LeakCheckSettingsAttribute : Attribute
{
    private int? _timeout;

    /// <summary><see cref="LeakCheckOptions.Timeout"/> in milliseconds. It is the default where it isn't set.</summary>
    public int TimeoutMilliseconds
    {
        get => _timeout ?? (int)new LeakCheckOptions().Timeout.TotalMilliseconds;
        set => _timeout = value;
    }

    /// <summary><see cref="LeakCheckOptions.IgnoredMethods"/>.</summary>
    public string[] IgnoredMethods { get; set; } = [];

    /// <summary><see cref="LeakCheckOptions.IgnoredStarters"/>.</summary>
    public string[] IgnoredStarters { get; set; } = [];

    /// <summary>The timeout, if it was set.</summary>
    internal int? MaybeTimeout => _timeout;
}
