namespace LeakAnalyzer.Tests.Rules.LEAK008_LeftRegistration;

/// <summary>Tests registrations on the token of a source in a field or property, which the method that registers may create.</summary>
public class OwnSourceTests
{
    [Theory]
    [InlineData("public void Begin() { _cts = new CancellationTokenSource(); _cts.Token.Register(() => Work()); }", false)]
    [InlineData("public void Begin() { _cts = new CancellationTokenSource(); } public void More() { {|LEAK008:_cts.Token.Register(() => Work())|}; }", true)]
    public Task A_Source_That_The_Method_Makes_Has_One_Registration(string members, bool isReported)
    {
        string code = Code.Class("private CancellationTokenSource _cts = new();\n" + members);
        return isReported ? Verify.Reported(code, Setup.Handles) : Verify.Silent(code, Setup.Handles);
    }
}
