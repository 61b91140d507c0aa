using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Tests;

public class StackRationTests
{
    private const int Methods = 200;

    [Fact]
    public void A_Method_That_Ten_Checks_Have_Seen_Gets_Fewer_Stacks()
    {
        var options = new LeakCheckOptions();
        for (int check = 1; check <= 10; check++)
        {
            Assert.Equal(2 * Methods, StacksOf(new StackRation(options)));
        }

        var late = new StackRation(options);
        Assert.InRange(StacksOf(late), 0, Methods);
        Assert.True(late.IsDue("another method"));
    }

    [Fact]
    public void A_Check_That_Takes_Its_Time_Has_Stacks_Of_Such_Methods_Too()
    {
        var options = new LeakCheckOptions();
        for (int check = 1; check <= 10; check++)
        {
            new StackRation(options).IsDue("a known method");
        }

        var late = new StackRation(options);
        Thread.Sleep(50);

        Assert.True(late.IsDue("a known method"));
        Assert.True(late.IsDue("a known method"));
    }

    [Fact]
    public void A_Number_That_Is_Set_Holds_In_Every_Check()
    {
        var options = new LeakCheckOptions { StacksPerMethod = 2 };
        for (int check = 1; check <= 20; check++)
        {
            Assert.Equal(2 * Methods, StacksOf(new StackRation(options)));
        }
    }

    private static int StacksOf(StackRation ration) =>
        Enumerable.Range(1, Methods).SelectMany(method => Enumerable.Repeat(Method(method), 3)).Count(ration.IsDue);

    private static string Method(int number) => $"method {number}";
}
