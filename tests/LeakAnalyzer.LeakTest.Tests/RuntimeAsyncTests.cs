using System.Reflection;
using System.Reflection.Emit;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>
/// Tests that the leak check refuses a method that is compiled with <c>runtime-async=on</c>: the runtime raises no events about its tasks, so the check would
/// see no leak.
/// </summary>
public class RuntimeAsyncTests
{
    [Fact]
    public void A_Method_Of_The_Runtimes_Own_Kind_Is_Refused()
    {
        // A runtime without runtime-async couldn't create the type.
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
