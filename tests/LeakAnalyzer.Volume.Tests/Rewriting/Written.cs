using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>A file that a rewrite has changed.</summary>
/// <param name="Before">The original file.</param>
/// <param name="After">The changed file, followed by the files that the rewrite adds.</param>
internal sealed record Written(SyntaxTree Before, IReadOnlyList<SyntaxTree> After)
{
    /// <summary>Rewrites a file, or returns null if the rewrite changes nothing.</summary>
    public static Written? Of(Rewrite rewrite, Compilation compilation, SyntaxTree file)
    {
        IReadOnlyList<CompilationUnitSyntax> written = rewrite.Apply(compilation.GetSemanticModel(file), (CompilationUnitSyntax)file.GetRoot());
        SyntaxTree[] files = [.. written.Select((root, i) => file.WithRootAndOptions(root, file.Options).WithFilePath(i == 0 ? file.FilePath : string.Create(CultureInfo.InvariantCulture, $"{file.FilePath}.{i}.cs")))];
        return files is [var only] && only.GetText().ContentEquals(file.GetText()) ? null : new Written(file, files);
    }

    /// <summary>Replaces the original file by the changed file and the added files.</summary>
    public Compilation Into(Compilation compilation) => compilation.ReplaceSyntaxTree(Before, After[0]).AddSyntaxTrees(After.Skip(1));
}
