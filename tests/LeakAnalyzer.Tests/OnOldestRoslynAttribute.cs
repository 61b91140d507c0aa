using Xunit.Abstractions;
using Xunit.Sdk;

namespace LeakAnalyzer.Tests;

/// <summary>
/// Tests that also run on the oldest Roslyn whenever the tests are run. The others do so only where the environment says
/// <c>LEAK_TESTS=full</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
[TraitDiscoverer("LeakAnalyzer.Tests." + nameof(OnOldestRoslynDiscoverer), "LeakAnalyzer.Tests")]
public sealed class OnOldestRoslynAttribute : Attribute, ITraitAttribute;

/// <summary>Makes the attribute the trait that the project LeakAnalyzer.Tests.Roslyn48 filters by.</summary>
public sealed class OnOldestRoslynDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) => [new("Roslyn", "Oldest")];
}
