using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests;

/// <summary>Language versions that the oldest supported Roslyn has no names for, so that this project can be built with it.</summary>
internal static class NewLanguage
{
    public const LanguageVersion CSharp13 = (LanguageVersion)1300;
    public const LanguageVersion CSharp14 = (LanguageVersion)1400;
}
