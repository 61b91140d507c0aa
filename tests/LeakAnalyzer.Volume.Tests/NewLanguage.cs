using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests;

/// <summary>Versions of the language that the oldest Roslyn has no name for, so that this project can be built on it too.</summary>
internal static class NewLanguage
{
    public const LanguageVersion CSharp13 = (LanguageVersion)1300;
    public const LanguageVersion CSharp14 = (LanguageVersion)1400;
}
