using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>A change of a file that doesn't change the meaning of the code, and so must not change the reports.</summary>
/// <param name="Name">The name of the change.</param>
/// <param name="Apply">Returns the changed or unchanged file, followed by the files that the change adds.</param>
internal sealed record Rewrite(string Name, Func<SemanticModel, CompilationUnitSyntax, IReadOnlyList<CompilationUnitSyntax>> Apply)
{
    /// <summary>Gets the rules whose reports aren't compared, because the change moves them to other code.</summary>
    public IReadOnlyList<string> MovedRules { get; init; } = [];

    /// <summary>Gets a rule whose report may disappear if a report of another rule appears instead.</summary>
    public (string Id, string By)? Replaced { get; init; }

    /// <summary>Whether the change copies code, so that one report may become several.</summary>
    public bool Copies { get; init; }

    public static IReadOnlyList<Rewrite> All { get; } =
    [
        new("locals and parameters have names of framework members", (model, file) => [Renaming.LocalsAndParameters(model, file)]),
        new("private fields have names of framework members", (model, file) => [Renaming.PrivateFields(model, file)]),
        new("private methods have names of framework members", (model, file) => [Renaming.PrivateMethods(model, file)]),
        new("methods are in the opposite order", (_, file) => [new Members.Reversal().Of(file)]),
        new("types are split into two files", (_, file) => Members.Split(file)),
        new("independent statements are in the opposite order", (_, file) => [new Layout.Swap().Of(file)]),
        new("embedded statements are blocks", (_, file) => [new Layout.Braces().Of(file)]),
        new("expressions are in parentheses", (_, file) => [new Layout.Parentheses().Of(file)]),
        new("expression bodies are blocks", (model, file) => [new Layout.Blocks(model).Of(file)]),
        new("blocks of one statement are expression bodies", (_, file) => [new Layout.Arrows().Of(file)]),
        new("members are qualified with this", (model, file) => [new Naming.This(model).Of(file)]),
        new("types have aliases", (model, file) => [new Naming.Aliases(model).Of(file)]),
        new("locals have explicit types", (model, file) => [new Naming.ExplicitTypes(model).Of(file)]),
        new("methods mention their parameters and fields in nameof", (model, file) => [new Naming.Mentions(model).Of(file)]),
        new("a namespace shadows System", (_, file) => Members.WithShadow(file)),
        new("awaited tasks have ConfigureAwait(false)", (model, file) => [new Awaits.Configured(model).Of(file)]),
        new("functions that only await a task return it", (model, file) => [new Awaits.Elided(model).Of(file)]),

        // A report on a race disappears when the call that it races moves into a helper.
        new("awaited calls are made by a helper", (model, file) => [new Awaits.Extracted(model).Of(file)]) { MovedRules = ["LEAK005", "LEAK009"] },
        new("private helpers are inlined", (model, file) => [new Inlining(model, file).Of(file)]) { Copies = true },

        // LEAK002 doesn't report a helper that only starts a task, and LEAK001 reports there what LEAK006 would report in the caller.
        new("starts are made by a helper", (model, file) => [new Starts(model).Of(file)]) { MovedRules = ["LEAK002"], Replaced = ("LEAK006", "LEAK001") },
    ];
}
