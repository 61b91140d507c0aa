using System.Globalization;

namespace LeakAnalyzer.Benchmarks.Picture;

/// <summary>The command <c>picture</c>: measures what the calls of the reference methods leave in memory, and draws it.</summary>
internal static class PictureCommand
{
    public static int Run(string[] args)
    {
        if (args is not [string path])
        {
            Console.Error.WriteLine("usage: picture <file.svg>");
            return 1;
        }

        IReadOnlyList<LeakCurve> curves = new LeakMeasurement(calls: 100_000, steps: 10).Run();
        foreach (LeakCurve curve in curves)
        {
            LeakPoint last = curve.Points[^1];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{curve.Method}: after {last.Calls:N0} calls {last.LiveTasks:N0} live tasks, {last.Bytes:N0} bytes"));
        }

        File.WriteAllText(path, LeakPicture.Draw(curves));
        return 0;
    }
}
