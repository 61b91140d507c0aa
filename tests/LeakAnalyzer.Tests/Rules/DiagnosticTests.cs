using LeakAnalyzer.Rules;
using LeakAnalyzer.Tests.CodeFixes;

namespace LeakAnalyzer.Tests.Rules;

/// <summary>Tests that a diagnostic has no properties, which only code fixes would read.</summary>
public class DiagnosticTests
{
    [Fact]
    public async Task A_Report_Has_A_Message_And_Locations_And_No_Properties()
    {
        var reports = (await OfferedActions.AnalyzeAsync(OfferedActions.ProjectOf(AllRulesCode.Text), CancellationToken.None)).Reports;

        Assert.Equal(AllRules.FixableIds, AllRulesCode.Ids);
        Assert.Equal(AllRulesCode.Ids, reports.Select(report => report.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.All(reports, report => Assert.Empty(report.Properties));
    }
}
