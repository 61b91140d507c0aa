using System.Reflection;

namespace LeakAnalyzer.LeakTest;

/// <summary>The options of a <see cref="LeakCheck"/>, which reads them when it starts.</summary>
public sealed class LeakCheckOptions
{
    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(5);
    private readonly int? _stacksPerMethod;

    /// <summary>Creates the default options.</summary>
    public LeakCheckOptions()
    {
    }

    /// <summary>Creates a copy.</summary>
    /// <param name="others">The options to copy.</param>
    public LeakCheckOptions(LeakCheckOptions others)
    {
        ArgumentNullException.ThrowIfNull(others);
        _timeout = others._timeout;
        _stacksPerMethod = others._stacksPerMethod;
        Scope = others.Scope;
        IgnoredMethods = others.IgnoredMethods;
        IgnoredStarters = others.IgnoredStarters;
        Tokens = others.Tokens;
        IsOfSuite = others.IsOfSuite;
    }

    /// <summary>
    /// How long a task may still run after the checked code has ended, before it is reported as a leak. The check doesn't wait if no task is running.
    /// The default is five seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative: the check would wait forever for a leak.</exception>
    public TimeSpan Timeout
    {
        get => _timeout;
        init => _timeout = value >= TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A check that waits forever never finds a leak.");
    }

    /// <summary>Which tasks are counted. The default is <see cref="LeakScope.Flow"/>.</summary>
    public LeakScope Scope { get; init; }

    /// <summary>
    /// Names of methods whose tasks aren't reported, written as in the message. The namespace and the type may be omitted: <c>Cache.RefreshAsync</c>,
    /// <c>Cache.RefreshAsync lambda</c>. A <c>*</c> stands for any text: <c>MyBus.*</c>.
    /// </summary>
    public IReadOnlyCollection<string> IgnoredMethods { get; init; } = [];

    /// <summary>
    /// Names of methods that may leave tasks behind, written as in <see cref="IgnoredMethods"/>. A task isn't reported if such a method was on the
    /// stack when the task was started. If no stack was captured for a task, the stack of an earlier start of the same method is used.
    /// </summary>
    public IReadOnlyCollection<string> IgnoredStarters { get; init; } = [];

    /// <summary>
    /// Tokens that live longer than the checked code, such as those of an application. If the checked code registers callbacks on these tokens or links
    /// sources to them, it must also dispose the registrations and sources; those that are left at the end are reported.
    /// </summary>
    public IReadOnlyCollection<CancellationToken> Tokens { get; init; } = [];

    /// <summary>
    /// The number of starts of each method, in one check, for which a stack is captured. After that, only the 10th, 100th, 1,000th start and so on
    /// get one, because capturing a stack costs ten times as much as the rest of the check. The default is two. In a long test run, the default
    /// allows fewer stacks for methods that ten checks have already seen: one stack in 20 milliseconds for all of these methods together. A value
    /// that is set explicitly applies to every check.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int StacksPerMethod
    {
        get => _stacksPerMethod ?? 2;
        init => _stacksPerMethod = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There can't be fewer than none.");
    }

    /// <summary>
    /// Gets the options for a test from the <see cref="LeakCheckSettingsAttribute"/> and <see cref="SkipLeakCheckAttribute"/> of its method, its
    /// class and their assembly.
    /// </summary>
    /// <param name="testClass">The class of the test; null for the assembly as a whole.</param>
    /// <param name="testMethod">The method of the test; null if unknown.</param>
    /// <param name="assembly">The assembly that contains the tests.</param>
    /// <returns>The options; null if the test is not to be checked.</returns>
    public static LeakCheckOptions? OfTest(Assembly assembly, Type? testClass = null, MethodInfo? testMethod = null)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        if (testMethod?.IsDefined(typeof(SkipLeakCheckAttribute), inherit: true) == true || testClass?.IsDefined(typeof(SkipLeakCheckAttribute), inherit: true) == true)
        {
            return null;
        }

        LeakCheckSettingsAttribute[] settings =
        [
            .. new[]
            {
                testMethod?.GetCustomAttribute<LeakCheckSettingsAttribute>(),
                testClass?.GetCustomAttribute<LeakCheckSettingsAttribute>(),
                assembly.GetCustomAttribute<LeakCheckSettingsAttribute>(),
            }.OfType<LeakCheckSettingsAttribute>(),
        ];
        return settings.Length == 0 ? new LeakCheckOptions() : new LeakCheckOptions
        {
            Timeout = settings.Select(setting => setting.MaybeTimeout).FirstOrDefault(timeout => timeout is not null) is { } milliseconds
                ? TimeSpan.FromMilliseconds(milliseconds)
                : new LeakCheckOptions().Timeout,
            IgnoredMethods = [.. settings.SelectMany(setting => setting.IgnoredMethods)],
            IgnoredStarters = [.. settings.SelectMany(setting => setting.IgnoredStarters)],
        };
    }

    /// <summary>
    /// Gets the options for checking all tests of an assembly together, from its <see cref="LeakCheckSettingsAttribute"/>. The scope is the process.
    /// Tasks that the check of a single test has already reported or ignored aren't reported again.
    /// </summary>
    /// <param name="assembly">The assembly that contains the tests.</param>
    public static LeakCheckOptions OfSuite(Assembly assembly) => new(OfTest(assembly)!) { Scope = LeakScope.Process, IsOfSuite = true };

    /// <summary>Whether the options belong to a <see cref="Profiling.TaskProfiler"/> and not to a check.</summary>
    internal bool IsOfProfile { get; init; }

    /// <summary>Whether tasks that another check has already reported or ignored are left out.</summary>
    internal bool IsOfSuite { get; private init; }

    /// <summary>Whether fewer stacks are captured for methods that many checks have already seen.</summary>
    internal bool AreStacksRationed => _stacksPerMethod is null;
}
