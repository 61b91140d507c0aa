namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests types of the user that have the names of framework types, such as <c>Task</c>.</summary>
public class StartDecoyTests
{
    [Fact]
    public Task A_Run_Of_The_Users_Own_Task_Is_Not_Reported() => Verify.Silent("""
        namespace Mine
        {
            class Task
            {
                public static Task Run(Func<System.Threading.Tasks.Task> work) => new();
                public Task ContinueWith(Func<Task, System.Threading.Tasks.Task> work) => this;
            }

            class Subject
            {
                public void Scope(ChannelReader<int> reader)
                {
                    _ = Task.Run(async () => await reader.ReadAsync());
                    _ = new Task().ContinueWith(async _ => await reader.ReadAsync());
                }
            }
        }
        """);

    [Fact]
    public Task A_Queue_Of_The_Users_Own_Thread_Pool_Is_Not_Reported() => Verify.Silent("""
        namespace Mine
        {
            static class ThreadPool
            {
                public static void QueueUserWorkItem(Action<object?> work) { }
            }

            class Subject
            {
                public void Scope(ChannelReader<int> reader)
                {
                    ThreadPool.QueueUserWorkItem(async _ => await reader.ReadAsync());
                    ThreadPool.QueueUserWorkItem(_ => reader.ReadAsync().AsTask().Wait());
                }
            }
        }
        """);

    [Fact]
    public Task A_Start_Of_The_Users_Own_Thread_Is_Not_Reported() => Verify.Silent("""
        namespace Mine
        {
            class Thread(Action work)
            {
                public void Start() => work.ToString();
            }

            class Subject
            {
                public void Scope(ChannelReader<int> reader) => new Thread(() => reader.ReadAsync().AsTask().Wait()).Start();
            }
        }
        """);

    [Fact]
    public Task A_ForEach_Of_The_Users_Own_List_Is_Not_Reported() => Verify.Silent("""
        namespace Mine
        {
            class List<T>
            {
                public void ForEach(Action<T> action) { }
            }

            static class Parallel
            {
                public static void Invoke(Action action) { }
            }

            class Subject
            {
                public void Scope(ChannelReader<int> reader)
                {
                    new List<int>().ForEach(async _ => await reader.ReadAsync());
                    Parallel.Invoke(async () => await reader.ReadAsync());
                }
            }
        }
        """);

    [Fact]
    public Task A_StartNew_Of_The_Users_Own_Factory_Is_Not_Reported() => Verify.Silent("""
        namespace Mine
        {
            class TaskFactory
            {
                public object StartNew(Func<Task> work) => work;
            }

            class Subject
            {
                public void Scope(ChannelReader<int> reader) => _ = new TaskFactory().StartNew(async () => await reader.ReadAsync());
            }
        }
        """);

    [Fact]
    public Task A_Method_That_Returns_A_Task_Of_Another_Is_Judged_By_What_It_Does() => Verify.Silent(Code.Class("""
        public void Scope(ChannelReader<int> reader) => _ = Describe(reader);
        private static Task<string> Describe(ChannelReader<int> reader) => Task.FromResult(reader.ToString() ?? "");
        """));
}
