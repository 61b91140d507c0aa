// clean: the method awaits the continuation of the task
public static class Exporter
{
    public static async Task<string> ExportAsync(Channel<int> parent)
    {
        Task<int> doubled = Task.Run(async () => await parent.Reader.ReadAsync())
            .ContinueWith(read => read.Result * 2, TaskContinuationOptions.OnlyOnRanToCompletion);

        await parent.Writer.WriteAsync(21);
        return $"{await doubled} exported";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items);
}
