using System.Reflection;
using System.Reflection.Emit;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Tests methods that the runtime itself suspends, without raising events.</summary>
public class RuntimeAsyncTests
{
    [Fact]
    public void A_Method_Of_The_Runtimes_Own_Kind_Is_Refused()
    {
        // The type of the method is never created, because the runtime would accept it only if the feature runtime-async is on.
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
