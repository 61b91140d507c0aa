using System.Reflection;

namespace LeakAnalyzer.LeakTest;

/// <summary>How a <see cref="LeakCheck"/> checks. It reads them when it starts.</summary>
public sealed class LeakCheckOptions
{
    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(5);
    private readonly int? _stacksPerMethod;

    /// <summary>The defaults.</summary>
    public LeakCheckOptions()
    {
    }

    /// <summary>The same as others.</summary>
    /// <param name="others">What is copied.</param>
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
    /// How long a task may take to complete after the checked code has ended, before it is called a leak. A check without
    /// such tasks doesn't wait. The default is five seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative: a leak would be waited for forever.</exception>
    public TimeSpan Timeout
    {
        get => _timeout;
        init => _timeout = value >= TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A check that waits forever never finds a leak.");
    }

    /// <summary>Whose tasks count. The default is <see cref="LeakScope.Flow"/>.</summary>
    public LeakScope Scope { get; init; }

    /// <summary>
    /// Methods whose tasks are no leaks, each by its name as the message writes it, with or without the namespace and the type in
    /// front: <c>Cache.RefreshAsync</c>, <c>Cache.RefreshAsync lambda</c>. A <c>*</c> stands for any text: <c>MyBus.*</c>.
    /// </summary>
    public IReadOnlyCollection<string> IgnoredMethods { get; init; } = [];

    /// <summary>
    /// Methods that may leave behind what they start, by the same names: tasks with such a method on the stack of their start are no leaks. A
    /// task without a stack of its own is told by where its method was started before.
    /// </summary>
    public IReadOnlyCollection<string> IgnoredStarters { get; init; } = [];

    /// <summary>
    /// Tokens that live longer than the checked code, as those of an application do: what is registered on them meanwhile, and the sources that
    /// are linked to them, must be gone at the end.
    /// </summary>
    public IReadOnlyCollection<CancellationToken> Tokens { get; init; } = [];

    /// <summary>
    /// For how many starts of one method a stack is taken before only some are (the 10th, 100th, 1,000th, …): to take one costs
    /// ten times as much as all the rest. The default is two, and fewer late in a long run: all methods together that ten checks have
    /// seen before get one stack in each 20 milliseconds of a check. A number that is set holds in every check.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int StacksPerMethod
    {
        get => _stacksPerMethod ?? 2;
        init => _stacksPerMethod = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There can't be fewer than none.");
    }

    /// <summary>
    /// How a test is to be checked, by the <see cref="LeakCheckSettingsAttribute"/> and <see cref="SkipLeakCheckAttribute"/> of its method, its
    /// class and their assembly.
    /// </summary>
    /// <param name="testClass">The class that is run; null for the assembly as a whole.</param>
    /// <param name="testMethod">The method, where it is known.</param>
    /// <param name="assembly">The assembly with the tests.</param>
    /// <returns>The options; null where the test isn't to be checked.</returns>
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
    /// How all the tests of an assembly together are to be checked: as its <see cref="LeakCheckSettingsAttribute"/> says, with the scope of the
    /// process, and without what the check of a test has told or ignored already.
    /// </summary>
    /// <param name="assembly">The assembly with the tests.</param>
    public static LeakCheckOptions OfSuite(Assembly assembly) => new(OfTest(assembly)!) { Scope = LeakScope.Process, IsOfSuite = true };

    /// <summary>Whether it is no check at all, but a profile.</summary>
    internal bool IsOfProfile { get; init; }

    /// <summary>Whether what another check has settled isn't told again.</summary>
    internal bool IsOfSuite { get; private init; }

    /// <summary>Whether methods that many checks have seen get fewer stacks.</summary>
    internal bool AreStacksRationed => _stacksPerMethod is null;
}
