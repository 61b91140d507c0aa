using System.Collections.Concurrent;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer.Options;

/// <summary>What the user set for a file. A value that can't be used counts as not set.</summary>
internal sealed class LeakOptions
{
    private LeakOptions(SymbolList openEndedWaits, SymbolList fireAndForgetMethods, SymbolList lifetimeTokens, bool reportExplicitNone)
    {
        OpenEndedWaits = openEndedWaits;
        FireAndForgetMethods = fireAndForgetMethods;
        LifetimeTokens = lifetimeTokens;
        ReportExplicitNone = reportExplicitNone;
    }

    /// <summary>Methods and properties whose task completes only when somebody else acts.</summary>
    public SymbolList OpenEndedWaits { get; }

    /// <summary>Methods that drop the tasks they are given.</summary>
    public SymbolList FireAndForgetMethods { get; }

    /// <summary>Fields, properties and parameters whose token lives as long as the application.</summary>
    public SymbolList LifetimeTokens { get; }

    /// <summary>Whether <c>CancellationToken.None</c> is reported where it says "on purpose".</summary>
    public bool ReportExplicitNone { get; }

    /// <summary>The options of all files of a compilation; equal values are read once.</summary>
    internal sealed class Reader(AnalyzerConfigOptionsProvider provider, KnownSymbols symbols)
    {
        private static readonly string[] s_listKeys =
            [OptionKeys.OpenEndedWaits, OptionKeys.FireAndForgetMethods, OptionKeys.LifetimeTokens];

        private readonly ConcurrentDictionary<SyntaxTree, LeakOptions> _byTree = new();
        private readonly ConcurrentDictionary<string, SymbolList> _lists = new();

        public LeakOptions For(SyntaxTree tree) => _byTree.GetOrAdd(tree, Read);

        /// <summary>Every value of the compilation that can't be used, once each: the option's key and what is wrong.</summary>
        public IEnumerable<(string Key, string Problem)> Problems()
        {
            var told = new HashSet<(string, string)>();
            foreach (SyntaxTree tree in symbols.Compilation.SyntaxTrees)
            {
                AnalyzerConfigOptions options = provider.GetOptions(tree);
                foreach (string key in s_listKeys)
                {
                    foreach (string name in options.TryGetValue(key, out _) ? List(options, key).Unknown : [])
                    {
                        if (told.Add((key, name)))
                        {
                            yield return (key, $"'{name}' names nothing in this compilation");
                        }
                    }
                }

                if (options.TryGetValue(OptionKeys.ReportExplicitNone, out string? flag)
                    && !bool.TryParse(flag, out _)
                    && told.Add((OptionKeys.ReportExplicitNone, flag)))
                {
                    yield return (OptionKeys.ReportExplicitNone, $"'{flag}' is neither 'true' nor 'false'");
                }
            }
        }

        private LeakOptions Read(SyntaxTree tree)
        {
            AnalyzerConfigOptions options = provider.GetOptions(tree);
            return new LeakOptions(
                List(options, OptionKeys.OpenEndedWaits),
                List(options, OptionKeys.FireAndForgetMethods),
                List(options, OptionKeys.LifetimeTokens),
                options.TryGetValue(OptionKeys.ReportExplicitNone, out string? flag) && bool.TryParse(flag, out bool report) && report);
        }

        private SymbolList List(AnalyzerConfigOptions options, string key) =>
            _lists.GetOrAdd(options.TryGetValue(key, out string? value) ? value : "", text => SymbolList.Read(text, symbols));
    }
}
