using System.Collections.Concurrent;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer.Options;

/// <summary>What the user set for a file. A value that can't be used counts as not set.</summary>
internal sealed class LeakOptions
{
    private readonly AnalyzerConfigOptions _options;
    private readonly Reader _reader;
    private SymbolList? _openEndedWaits;
    private SymbolList? _fireAndForgetMethods;
    private SymbolList? _lifetimeTokens;
    private bool? _reportExplicitNone;

    private LeakOptions(AnalyzerConfigOptions options, Reader reader)
    {
        _options = options;
        _reader = reader;
    }

    /// <summary>Methods and properties whose task completes only when somebody else acts.</summary>
    public SymbolList OpenEndedWaits => _openEndedWaits ??= _reader.List(_options, OptionKeys.OpenEndedWaits);

    /// <summary>Methods that drop the tasks they are given.</summary>
    public SymbolList FireAndForgetMethods => _fireAndForgetMethods ??= _reader.List(_options, OptionKeys.FireAndForgetMethods);

    /// <summary>Fields, properties and parameters whose token lives as long as the application.</summary>
    public SymbolList LifetimeTokens => _lifetimeTokens ??= _reader.List(_options, OptionKeys.LifetimeTokens);

    /// <summary>Whether <c>CancellationToken.None</c> is reported where it says "on purpose".</summary>
    public bool ReportExplicitNone =>
        _reportExplicitNone ??= _options.TryGetValue(OptionKeys.ReportExplicitNone, out string? flag) && bool.TryParse(flag, out bool report) && report;

    /// <summary>The options of all files of a compilation; equal values are read once.</summary>
    internal sealed class Reader
    {
        private static readonly string[] s_listKeys =
            [OptionKeys.OpenEndedWaits, OptionKeys.FireAndForgetMethods, OptionKeys.LifetimeTokens];

        private readonly AnalyzerConfigOptionsProvider _provider;
        private readonly KnownSymbols _symbols;
        private readonly ConcurrentDictionary<SyntaxTree, LeakOptions> _byTree = new();
        private readonly ConcurrentDictionary<string, SymbolList> _lists = new();
        private readonly Func<SyntaxTree, LeakOptions> _optionsOf;

        public Reader(AnalyzerConfigOptionsProvider provider, KnownSymbols symbols)
        {
            _provider = provider;
            _symbols = symbols;
            _optionsOf = tree => new LeakOptions(provider.GetOptions(tree), this);
        }

        /// <summary>The options for a file; each value is read when it is first asked for.</summary>
        public LeakOptions For(SyntaxTree tree) => _byTree.GetOrAdd(tree, _optionsOf);

        /// <summary>Every value of the compilation that can't be used, once each: the option's key and what is wrong.</summary>
        public IEnumerable<(string Key, string Problem)> Problems()
        {
            var told = new HashSet<(string, string)>();
            foreach (SyntaxTree tree in _symbols.Compilation.SyntaxTrees)
            {
                AnalyzerConfigOptions options = _provider.GetOptions(tree);
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

        /// <summary>The list that a key is set to; the empty one where it isn't set.</summary>
        public SymbolList List(AnalyzerConfigOptions options, string key) =>
            !options.TryGetValue(key, out string? value) ? SymbolList.Empty : _lists.GetOrAdd(value, text => SymbolList.Read(text, _symbols));
    }
}
