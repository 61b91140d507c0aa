using System.IO.Pipelines;
using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class PipelineCases
{
    private static readonly byte[] s_data = new byte[16];

    public static IEnumerable<WaitCase> All =>
    [
        Reading(Waits.On(() => new Pipe(), pipe => pipe.Reader.ReadAsync(default)), Outcome.EndsAll)
            .WithToken((pipe, token) => pipe.Reader.ReadAsync(token)),
        Reading(Waits.On(() => new Pipe(), pipe => pipe.Reader.ReadAtLeastAsync(4, default)), Outcome.EndsAll)
            .WithToken((pipe, token) => pipe.Reader.ReadAtLeastAsync(4, token)),
        Reading(Waits.On(() => new Pipe(), pipe => pipe.Reader.CopyToAsync(Stream.Null, default)), Outcome.EndsNothing)
            .WithToken((pipe, token) => pipe.Reader.CopyToAsync(Stream.Null, token)),
        Writing(Waits.On(Full, pipe => pipe.Writer.FlushAsync(default)), Outcome.EndsAll)
            .WithToken((pipe, token) => pipe.Writer.FlushAsync(token)),
        Writing(Waits.On(Full, pipe => pipe.Writer.WriteAsync(s_data, default)), Outcome.EndsOne)
            .WithToken((pipe, token) => pipe.Writer.WriteAsync(s_data, token)),
    ];

    private static Pipe Full()
    {
        var pipe = new Pipe(new(pauseWriterThreshold: 8, resumeWriterThreshold: 4));
        pipe.Writer.GetSpan(16);
        pipe.Writer.Advance(16);
        return pipe;
    }

    private static WaitCaseOf<Pipe> Reading(WaitCaseOf<Pipe> wait, Outcome ofData) => wait
        .Alone()
        .EndsAll(pipe => pipe.Writer.Complete(null))
        .EndsAll(pipe => pipe.Writer.CompleteAsync(null))
        .EndsOne(pipe => pipe.Reader.CancelPendingRead())
        .EndsNothing(pipe => pipe.Reader.Complete(null))
        .EndsNothing(pipe => pipe.Reader.CompleteAsync(null))
        .EndsNothing(pipe => pipe.Writer.CancelPendingFlush())
        .EndsNothing(pipe => pipe.Writer.GetMemory(1))
        .Try(pipe => pipe.Writer.WriteAsync(s_data, default), ofData)
        .EndsNothing(pipe => pipe.Writer.FlushAsync(default))
        .When("data is flushed", pipe => pipe.Writer.AsStream().WriteAsync(s_data), ofData);

    private static WaitCaseOf<Pipe> Writing(WaitCaseOf<Pipe> wait, Outcome ofRoom) => wait
        .Alone()
        .EndsAll(pipe => pipe.Reader.Complete(null))
        .EndsAll(pipe => pipe.Reader.CompleteAsync(null))
        .EndsOne(pipe => pipe.Writer.CancelPendingFlush())
        .EndsNothing(pipe => pipe.Writer.Complete(null))
        .EndsNothing(pipe => pipe.Reader.CancelPendingRead())
        .When("the reader takes what there is", Take, ofRoom);

    private static object? Take(Pipe pipe)
    {
        pipe.Reader.TryRead(out ReadResult result);
        pipe.Reader.AdvanceTo(result.Buffer.End);
        return null;
    }
}
