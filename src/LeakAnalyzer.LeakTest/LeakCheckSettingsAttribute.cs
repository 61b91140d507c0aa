namespace LeakAnalyzer.LeakTest;

/// <summary>
/// Settings for the packages that check every test, such as LeakAnalyzer.LeakTest.Xunit. They apply to the tests of an assembly, a class or a method.
/// The setting nearest to the test wins, but all lists of ignored names are combined.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method)]
public sealed class LeakCheckSettingsAttribute : Attribute
{
    private int? _timeout;

    /// <summary>
    /// <see cref="LeakCheckOptions.Timeout"/> in milliseconds. If it isn't set here, the timeout that is set for the class or the assembly applies, or
    /// else the default.
    /// </summary>
    public int TimeoutMilliseconds
    {
        get => _timeout ?? (int)new LeakCheckOptions().Timeout.TotalMilliseconds;
        set => _timeout = value;
    }

    /// <summary>Sets <see cref="LeakCheckOptions.IgnoredMethods"/>.</summary>
    public string[] IgnoredMethods { get; set; } = [];

    /// <summary>Sets <see cref="LeakCheckOptions.IgnoredStarters"/>.</summary>
    public string[] IgnoredStarters { get; set; } = [];

    /// <summary>The timeout in milliseconds; null if it wasn't set.</summary>
    internal int? MaybeTimeout => _timeout;
}
