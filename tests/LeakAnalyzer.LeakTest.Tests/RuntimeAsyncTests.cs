using System.Reflection;
using System.Reflection.Emit;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>
/// Tests that the leak check refuses a method that is compiled with <c>runtime-async=on</c>. The check learns from the events of <c>TplEventSource</c>
/// when tasks begin and end. The runtime raises no such events for these methods, so the check would pass although the method leaks.
/// </summary>
public class RuntimeAsyncTests
{
    [Fact]
    public void A_Method_Of_The_Runtimes_Own_Kind_Is_Refused()
    {
        // Creating the type would fail in a runtime without runtime-async, so the test uses the builder of the method.
        MethodBuilder method = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Body"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Body").DefineType("Body").DefineMethod("RunAsync", MethodAttributes.Public | MethodAttributes.Static);
        method.SetImplementationFlags(MethodImplAttributes.Async);

        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => RuntimeAsync.Refuse(method));

        Assert.Contains("runtime-async", refusal.Message);
    }

    [Fact]
    public void Other_Methods_Are_Not() =>
        RuntimeAsync.Refuse(typeof(RuntimeAsyncTests).GetMethod(nameof(Other_Methods_Are_Not)));
}
