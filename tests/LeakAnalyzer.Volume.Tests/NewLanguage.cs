using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests;

/// <summary>Language versions that the oldest Roslyn doesn't name, so that this project can be built with that Roslyn too.</summary>
internal static class NewLanguage
{
    public const LanguageVersion CSharp13 = (LanguageVersion)1300;
    public const LanguageVersion CSharp14 = (LanguageVersion)1400;
}
