using ServerlessDecide.Bench;

// Started by bench/run, which publishes what is measured and names the folder:
//   ServerlessDecide.Bench FOLDER [--quick] [--only content|election|start|reactions] [--without-content]
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var published = new Published(Path.GetFullPath(args[0]));
var isQuick = args.Contains("--quick");
var only = Array.IndexOf(args, "--only") is var at and >= 0 ? args[at + 1] : null;
var figures = new Figures();
try
{
    await Machine.DescribeAsync(figures, stop.Token);
    if (only is null or "start") await StartBench.RunAsync(published, figures, isQuick, stop.Token);
    if (only is null or "content")
    {
        if (args.Contains("--without-content")) figures.Say("content: not run, because nginx or wrk is missing and could not be installed");
        else await ContentBench.RunAsync(published, figures, isQuick, stop.Token);
    }

    if (only is null or "election")
    {
        if (args.Contains("--without-content")) figures.Say("election: not run, because wrk is missing and could not be installed");
        else await ElectionBench.RunAsync(published, figures, isQuick, stop.Token);
    }

    if (only is null or "reactions") await ReactionsBench.RunAsync(published, figures, isQuick, stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("bench: stopped");
    return 130;
}
#pragma warning disable CA1031 // Whatever went wrong is said in a sentence.
catch (Exception failure)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"bench: {failure}");
    return 1;
}
finally
{
    await File.WriteAllLinesAsync(Path.Combine(published.Folder, "figures.txt"), figures.Lines, CancellationToken.None);
}
