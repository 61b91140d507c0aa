namespace LeakAnalyzer.Options;

/// <summary>An option that can't be used.</summary>
/// <param name="Key">The option's key.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="IsCertain">Whether the option is wrong in every project. A name that one project doesn't know may be right for another.</param>
internal readonly record struct OptionProblem(string Key, string Text, bool IsCertain);
