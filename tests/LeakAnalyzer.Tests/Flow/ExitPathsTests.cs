namespace LeakAnalyzer.Tests.Flow;

/// <summary>Tests whether every path from <c>Start()</c> to the exit of a function calls <c>End()</c>, for each way to exit.</summary>
[OnOldestRoslyn]
public class ExitPathsTests
{
    [Theory]
    [InlineData("Start(); End();")]
    [InlineData("Start(); n++; End();")]
    [InlineData("Start(); if (flag) { End(); } else { End(); }")]
    [InlineData("Start(); try { Work(); } finally { End(); }")]
    [InlineData("try { Start(); Work(); if (flag) { return; } } finally { End(); }")]
    [InlineData("try { Start(); throw new Exception(); } finally { End(); }")]
    [InlineData("try { try { Start(); Work(); } finally { Work(); } } finally { End(); }")]
    [InlineData("Start(); try { Work(); } catch { } End();")]
    [InlineData("Start(); try { Work(); } catch (Exception) { End(); return; } End();")]
    [InlineData("Start(); try { Work(); } catch (Exception) { End(); throw; } End();")]
    [InlineData("Start(); switch (n) { case 1: End(); break; default: End(); break; }")]
    [InlineData("foreach (int i in items) { try { Start(); if (i == 2) { break; } Work(); } finally { End(); } }")]
    [InlineData("try { Work(); Start(); } catch { Work(); } End();")]
    [InlineData("Start(); while (true) { n++; }")]
    [InlineData("Start(); try { await Task.Yield(); } finally { End(); }")]
    [InlineData("if (flag) { return; } Start(); End();")]
    [InlineData("Work(); Action a = () => { Start(); try { Work(); } finally { End(); } }; a();")]
    [InlineData("Local(); void Local() { Start(); End(); } Work();")]
    public void Each_Path_Ends(string body) => Assert.False(FlowCode.Of(body).LeavesWithoutEnd());

    [Theory]
    [InlineData("Start();")]
    [InlineData("End(); Start();")]
    [InlineData("Start(); Work(); End();")]
    [InlineData("Start(); if (flag) { return; } End();")]
    [InlineData("Start(); if (flag) { End(); }")]
    [InlineData("Start(); try { Work(); } catch (InvalidOperationException) { } End();")]
    [InlineData("Start(); try { Work(); } catch (Exception) when (flag) { } End();")]
    [InlineData("Start(); try { Work(); } catch { return; } End();")]
    [InlineData("Start(); switch (n) { case 1: End(); break; case 2: break; default: End(); break; }")]
    [InlineData("foreach (int i in items) { Start(); if (i == 2) { break; } End(); }")]
    [InlineData("Start(); while (n > 0) { n--; }")]
    [InlineData("Start(); try { Work(); } finally { if (flag) { End(); } }")]
    [InlineData("Start(); await Task.Yield(); End();")]
    [InlineData("Start(); Action a = () => End(); try { Work(); } finally { a(); }")]
    [InlineData("Start(); _ = new object(); End();")]
    [InlineData("Action a = () => { Start(); Work(); End(); }; a();")]
    public void Some_Path_Does_Not_End(string body) => Assert.True(FlowCode.Of(body).LeavesWithoutEnd());
}
