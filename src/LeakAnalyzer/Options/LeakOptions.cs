using System.Collections.Concurrent;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer.Options;

/// <summary>The options that the user has set for a file. An option whose value can't be used counts as not set.</summary>
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

    /// <summary>Gets the user's methods and properties whose tasks complete only when other code does something.</summary>
    public SymbolList OpenEndedWaits => _openEndedWaits ??= _reader.List(_options, OptionKeys.OpenEndedWaits);

    /// <summary>Gets the user's fire-and-forget helpers: they drop the tasks that are passed to them.</summary>
    public SymbolList FireAndForgetMethods => _fireAndForgetMethods ??= _reader.List(_options, OptionKeys.FireAndForgetMethods);

    /// <summary>Gets the user's members and parameters that hold a token which is cancelled only when the application ends.</summary>
    public SymbolList LifetimeTokens => _lifetimeTokens ??= _reader.List(_options, OptionKeys.LifetimeTokens);

    /// <summary>Whether a wait with <c>CancellationToken.None</c> is reported like one without a token.</summary>
    public bool ReportExplicitNone =>
        _reportExplicitNone ??= _options.TryGetValue(OptionKeys.ReportExplicitNone, out string? flag) && bool.TryParse(flag, out bool report) && report;

    /// <summary>Reads the options for the files of a compilation.</summary>
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

        public LeakOptions For(SyntaxTree tree) => _byTree.GetOrAdd(tree, _optionsOf);

        public IEnumerable<OptionProblem> Problems()
        {
            var told = new HashSet<OptionProblem>();
            var read = new HashSet<AnalyzerConfigOptions>();
            foreach (SyntaxTree tree in _symbols.Compilation.SyntaxTrees)
            {
                AnalyzerConfigOptions options = _provider.GetOptions(tree);
                if (read.Add(options))
                {
                    told.UnionWith(ProblemsOf(options));
                }
            }

            return told;
        }

        private IEnumerable<OptionProblem> ProblemsOf(AnalyzerConfigOptions options)
        {
            foreach (string key in s_listKeys)
            {
                foreach (string name in List(options, key).Unknown)
                {
                    yield return new OptionProblem(key, $"'{name}' names nothing in this compilation", IsCertain: !SymbolList.MayName(name));
                }
            }

            if (options.TryGetValue(OptionKeys.ReportExplicitNone, out string? flag) && !bool.TryParse(flag, out _))
            {
                yield return new OptionProblem(OptionKeys.ReportExplicitNone, $"'{flag}' is neither 'true' nor 'false'", IsCertain: true);
            }

            foreach (string key in KeysOf(options))
            {
                if (key.StartsWith(OptionKeys.Prefix, StringComparison.OrdinalIgnoreCase)
                    && !AnalyzerConfigOptions.KeyComparer.Equals(key, OptionKeys.ReportExplicitNone)
                    && !s_listKeys.Contains(key, AnalyzerConfigOptions.KeyComparer))
                {
                    yield return new OptionProblem(key, "LeakAnalyzer has no such option", IsCertain: true);
                }
            }
        }

        /// <summary>Gets the keys that are set; empty if the compiler's host can't tell.</summary>
        private static IEnumerable<string> KeysOf(AnalyzerConfigOptions options)
        {
            try
            {
                return options.Keys;
            }
            catch (NotImplementedException)
            {
                return [];
            }
        }

        /// <summary>Gets the symbols that an option lists; none if the option isn't set.</summary>
        public SymbolList List(AnalyzerConfigOptions options, string key) =>
            !options.TryGetValue(key, out string? value) ? SymbolList.Empty : _lists.GetOrAdd(value, text => SymbolList.Read(text, _symbols));
    }
}
