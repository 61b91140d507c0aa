using Xunit.Abstractions;
using Xunit.Sdk;

namespace LeakAnalyzer.Tests;

/// <summary>
/// Marks tests that always run on the oldest supported Roslyn too. Other tests run on it only with the environment variable <c>LEAK_TESTS=full</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
[TraitDiscoverer("LeakAnalyzer.Tests." + nameof(OnOldestRoslynDiscoverer), "LeakAnalyzer.Tests")]
public sealed class OnOldestRoslynAttribute : Attribute, ITraitAttribute;

/// <summary>Gives the marked tests a trait, by which the project LeakAnalyzer.Tests.Roslyn48 selects them.</summary>
public sealed class OnOldestRoslynDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) => [new("Roslyn", "Oldest")];
}
