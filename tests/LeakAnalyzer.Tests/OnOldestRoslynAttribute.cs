using Xunit.Abstractions;
using Xunit.Sdk;

namespace LeakAnalyzer.Tests;

/// <summary>Marks tests that always run on the oldest supported Roslyn too. The other tests do so only with <c>LEAK_TESTS=full</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
[TraitDiscoverer("LeakAnalyzer.Tests." + nameof(OnOldestRoslynDiscoverer), "LeakAnalyzer.Tests")]
public sealed class OnOldestRoslynAttribute : Attribute, ITraitAttribute;

/// <summary>Gives the marked tests a trait, by which they are selected.</summary>
public sealed class OnOldestRoslynDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) => [new("Roslyn", "Oldest")];
}
