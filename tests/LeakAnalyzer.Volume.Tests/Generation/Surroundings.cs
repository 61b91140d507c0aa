using System.Collections.Immutable;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>The code around and after a leak (<see cref="Seed"/>) in the same function.</summary>
internal static class Surroundings
{
    /// <summary>Gets positions of a leak in a function: <c>«start»</c> stands for the leak, and <c>«rest»</c> for the code after it.</summary>
    public static ImmutableArray<string> Places { get; } =
    [
        "«start»\n«rest»",
        "«start»",
        "if (flag)\n{\n    «start»\n}\n\n«rest»",
        "if (flag)\n    «start»\n\n«rest»",
        "if (flag)\n{\n    Work();\n}\nelse\n    «start»\n«rest»",
        "Work();\n\n«start»\n\n«rest»",
        "for (int turn = 0; turn < 3; turn++)\n{\n    «start»\n    «rest»\n}",
        "foreach (char letter in \"abc\")\n{\n    if (letter == 'b')\n        continue;\n    «start»\n}\n«rest»",
        "while (flag)\n{\n    «start»\n    break;\n}\n\n«rest»",
        "do\n{\n    «start»\n}\nwhile (!flag);\n«rest»",
        "switch (flag)\n{\n    case true:\n        «start»\n        break;\n    default:\n        Work();\n        break;\n}\n\n«rest»",
        "switch (flag)\n{\n    case true:\n    {\n        «start»\n        «rest»\n        break;\n    }\n}",
        "using (var other = new SemaphoreSlim(1))\n{\n    «start»\n    «rest»\n}",
        "using (new SemaphoreSlim(1))\n    «start»\n«rest»",
        "using var first = new SemaphoreSlim(1);\n«start»\n«rest»",
        "try\n{\n    «start»\n    «rest»\n}\ncatch (InvalidOperationException)\n{\n    Work();\n}",
        "try\n{\n    Work();\n}\ncatch (InvalidOperationException)\n{\n    «start»\n}\nfinally\n{\n    Work();\n}\n«rest»",
        "try\n{\n    Work();\n}\nfinally\n{\n    «start»\n}\n\n«rest»",
        "lock (\"gate\")\n{\n    «start»\n}\n\n«rest»",
        "lock (\"gate\")\n{\n    «start»\n    Work();\n    Thread.Sleep(1);\n}",
        "checked\n{\n    «start»\n}\n\n«rest»",
        "unsafe\n{\n    «start»\n    Thread.Sleep(1);\n}",
        "again:\n«start»\nif (Work() == null)\n    goto again;\n«rest»",
        "if (flag)\n    goto later;\n«start»\nlater:\n«rest»",
        "{\n    «start»\n}\n\n{\n    «rest»\n}",
        "int number = 1;\n«start»\nnumber++;\nint after = number;\n«rest»\nWork(after);",
        "void Local()\n{\n    Work();\n}\n\nLocal();\n«start»\n«rest»",
        "«start»\n«rest»\n\nint Local(int more)\n{\n    return more;\n}",
        "Action later = () =>\n{\n    «start»\n    Thread.Sleep(1);\n};\nlater();\n«rest»",
        "if (flag) {\n    «start»\n    Work(); }\n«rest»",
        "(int left, int right) = (1, 2);\n«start»\n«rest»\nWork(left, right, int.TryParse(\"1\", out int parsed), parsed);",
    ];

    /// <summary>Gets positions of a leak in a function that does little but start a task.</summary>
    public static ImmutableArray<string> Starts { get; } =
    [
        "«start»",
        "Work();\n«start»",
        "if (flag)\n{\n    «start»\n}",
        "«start»\nWork();",
        "if (flag)\n    «start»\n",
    ];

    /// <summary>Gets the code that can follow a leak.</summary>
    public static ImmutableArray<string> Rests { get; } =
    [
        "Thread.Sleep(10);",
        "for (int step = 0; step < 10; step++)\n{\n    Work(step);\n}",
        "if (!flag)\n    throw new InvalidOperationException();\nThread.Sleep(1);",
        "var text = @\"one\n  two\";\nWork(text);\nThread.Sleep(10);",
        "using (new SemaphoreSlim(1))\n{\n    Thread.Sleep(1);\n}",
        "int[] numbers = { 1, 2 };\nforeach (int n in numbers)\n    Work(n);",
    ];

    /// <summary>Gets the code that can follow a leak in an async function.</summary>
    public static ImmutableArray<string> AwaitingRests { get; } =
    [
        "await Task.Delay(10);",
        "await Task.Delay(10).ConfigureAwait(false);",
        "for (int step = 0; step < 10; step++)\n{\n    await Task.Yield();\n}",
        "if (!flag)\n    throw new InvalidOperationException();\nawait Task.Delay(1);",
        "try\n{\n    await Task.Delay(1);\n}\ncatch (Exception)\n{\n    Work();\n}",
        "var done = await Task.FromResult(1);\nWork(done);",
    ];
}
