namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests several types, nested or not, in each of which the fix adds a <c>CancellationTokenSource</c>.</summary>
public class ManyTypesTests
{
    private const string Before = "_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());";
    private const string After = "CancellationToken disposeToken = _disposeCts.Token;\n        _ = Task.Run(async () => await reader.ReadAsync(disposeToken));";
    private const string Field = "private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_Type_And_The_Type_Nested_In_It_Have_Sources_Of_Different_Names(bool isNestedFirst)
    {
        string after = Code("_disposeCts", "_disposeCts2");
        return VerifyFix.CancelsOnDispose(Code("", ""), after);

        string Code(string first, string second)
        {
            string nested = Indented("private sealed " + Type("class Inner : IDisposable", isNestedFirst ? first : second, ""));
            return isNestedFirst
                ? "sealed class Outer : IDisposable\n{\n" + Fields(second) + nested + "\n\n" + Members(second) + "\n}"
                : "sealed " + Type("class Outer : IDisposable", first, "\n\n" + nested);
        }
    }

    [Fact]
    public Task Types_With_The_Same_Name_In_One_File()
    {
        return VerifyFix.CancelsOnDispose(Code(""), Code("_disposeCts"));

        static string Code(string source) =>
            Type("class Poller : IDisposable", source, "") + "\n\n" + Type("class Poller<T> : IDisposable", source, "") + "\n\nstatic class Group\n{\n"
            + Indented("public " + Type("class Poller : IDisposable", source, "")) + "\n}";
    }

    [Fact]
    public Task A_Type_And_Its_Base_Type()
    {
        const string Disposing =
            """
            protected override void Dispose(bool disposing)
                {
                    if (disposing)
                    {
                        if (!_disposeCts.IsCancellationRequested)
                        {
                            _disposeCts.Cancel();
                        }

                        _disposeCts.Dispose();
                    }

                    base.Dispose(disposing);
                }
            """;
        return VerifyFix.CancelsOnDispose(
            Code(Before, "", "", ""),
            Code(After, "    " + Field + "\n\n", Disposing.Split("\n{")[0].Split("{\n        if (disposing)\n        {\n")[1].Split("        }\n\n        base")[0], "\n\n    " + Disposing));

        static string Code(string start, string field, string ends, string overridden) =>
            $$"""
            class Base : IDisposable
            {
            {{field}}    public void Start(ChannelReader<int> reader)
                {
                    {{start}}
                }

                public void Dispose() => Dispose(true);

                protected virtual void Dispose(bool disposing)
                {
                    if (disposing)
                    {
            {{ends}}        }
                }
            }

            sealed class Derived : Base
            {
            {{field}}    public void StartMore(ChannelReader<int> reader)
                {
                    {{start}}
                }{{overridden}}
            }
            """;
    }

    [Fact]
    public Task The_Parts_Of_A_Type_In_Two_Files_Share_One_Source()
    {
        string[] fixedParts =
        [
            $$"""
            partial class Poller
            {
                {{Field}}

                public void Start(ChannelReader<int> reader)
                {
                    {{After}}
                }
            }
            """,
            $$"""
            partial class Poller : IDisposable
            {
                public void StartMore(ChannelReader<int> reader)
                {
                    {{After}}
                }

                public void Dispose()
                {
                    {{OwnerCode.Ended}}
                }
            }
            """,
        ];
        return VerifyFix.CancelsOnDisposeIn(
            [
                fixedParts[0].Replace("    " + Field + "\n\n", "", StringComparison.Ordinal).Replace(After, Before, StringComparison.Ordinal),
                fixedParts[1].Replace(After, Before, StringComparison.Ordinal).Replace("        " + OwnerCode.Ended + "\n", "", StringComparison.Ordinal),
            ],
            fixedParts);
    }

    [Fact]
    public Task The_Parts_Of_A_Type_That_Inherits_Its_Disposal_Share_One_Override()
    {
        const string Base = "class Base : IDisposable { public virtual void Dispose() { } }";
        string[] fixedParts =
        [
            $$"""
            {{Base}}

            partial class Poller
            {
                {{Field}}

                public void Start(ChannelReader<int> reader)
                {
                    {{After}}
                }

                public override void Dispose()
                {
                    {{OwnerCode.Ended}}
                    base.Dispose();
                }
            }
            """,
            $$"""
            partial class Poller : Base
            {
                public void StartMore(ChannelReader<int> reader)
                {
                    {{After}}
                }
            }
            """,
        ];
        return VerifyFix.CancelsOnDisposeIn(
            [
                fixedParts[0].Split("\n\n    public override")[0].Replace("    " + Field + "\n\n", "", StringComparison.Ordinal).Replace(After, Before, StringComparison.Ordinal) + "\n}",
                fixedParts[1].Replace(After, Before, StringComparison.Ordinal),
            ],
            fixedParts);
    }

    /// <summary>Creates a type that starts a task: before the fix if the source's name is empty, otherwise after it.</summary>
    private static string Type(string head, string source, string more) => head + "\n{\n" + Fields(source) + Members(source) + more + "\n}";

    private static string Fields(string source) => source.Length == 0 ? "" : "    " + Field.Replace("_disposeCts", source, StringComparison.Ordinal) + "\n\n";

    private static string Members(string source) => source.Length == 0
        ? $$"""
            public void Start(ChannelReader<int> reader)
            {
                {{Before}}
            }

            public void Dispose()
            {
            }
        """
        : $$"""
            public void Start(ChannelReader<int> reader)
            {
                {{After.Replace("_disposeCts", source, StringComparison.Ordinal)}}
            }

            public void Dispose()
            {
                {{OwnerCode.Ended.Replace("_disposeCts", source, StringComparison.Ordinal)}}
            }
        """;

    private static string Indented(string type) => string.Join("\n", type.Split('\n').Select(line => line.Length == 0 ? line : "    " + line));
}
