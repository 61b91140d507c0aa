namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>A fix that isn't right.</summary>
/// <param name="Key">The action's key.</param>
/// <param name="What">What is wrong, a line for each thing.</param>
/// <param name="Before">The code.</param>
/// <param name="After">What the fix made of it.</param>
internal sealed record Failure(string Key, string What, string Before, string After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}\n{What}\n----- before\n{Before}\n----- after\n{After}\n-----";
}
