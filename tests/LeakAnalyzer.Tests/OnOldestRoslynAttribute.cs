using Xunit.Abstractions;
using Xunit.Sdk;

namespace LeakAnalyzer.Tests;

/// <summary>
/// Marks tests that also run on the oldest Roslyn in every run. All others run there only with the environment variable <c>LEAK_TESTS=full</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
[TraitDiscoverer("LeakAnalyzer.Tests." + nameof(OnOldestRoslynDiscoverer), "LeakAnalyzer.Tests")]
public sealed class OnOldestRoslynAttribute : Attribute, ITraitAttribute;

/// <summary>Turns the attribute into the trait by which the project LeakAnalyzer.Tests.Roslyn48 selects tests.</summary>
public sealed class OnOldestRoslynDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) => [new("Roslyn", "Oldest")];
}
