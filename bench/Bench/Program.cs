using ServerlessDecide.Bench;

// Started by bench/run, which publishes the programs to measure and passes their folder:
//   ServerlessDecide.Bench FOLDER [--quick] [--only PART] [--without-content]
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
if (args[0] == CountChild.Command)
{
    await CountChild.RunAsync(args[1], stop.Token);
    return 0;
}

var published = new Published(Path.GetFullPath(args[0]));
var isQuick = args.Contains("--quick");
var only = Array.IndexOf(args, "--only") is var at and >= 0 ? args[at + 1] : null;
var figures = new Figures();

// In the order in which they run. bench/run lists the names too.
var parts = new Dictionary<string, Func<Task>>(StringComparer.Ordinal)
{
    ["start"] = () => StartBench.RunAsync(published, figures, isQuick, stop.Token),
    ["content"] = () => WithWrk("content", () => ContentBench.RunAsync(published, figures, isQuick, stop.Token)),
    ["election"] = () => WithWrk("election", () => ElectionBench.RunAsync(published, figures, isQuick, stop.Token)),
    ["moderation"] = () => AtOnce(() => ModerationBench.Run(figures, isQuick)),
    ["peak"] = () => AtOnce(() => PeakBench.Run(figures)),
    ["crowd"] = () => AtOnce(() => CrowdSimulation.Run(figures)),
    ["reactions"] = () => ReactionsBench.RunAsync(published, figures, isQuick, stop.Token),
    ["comments"] = () => CommentsBench.RunAsync(published, figures, isQuick, stop.Token),
    ["million"] = () => MillionBench.RunAsync(published, figures, isQuick, stop.Token),
    ["mixed"] = () => MixedBench.RunAsync(published, figures, isQuick, stop.Token),
};
try
{
    await Machine.DescribeAsync(figures, stop.Token);
    foreach (var (name, part) in parts)
    {
        if (only is null || only == name) await part();
    }

    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("bench: stopped");
    return 130;
}
#pragma warning disable CA1031 // Print any failure and exit with 1.
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

Task WithWrk(string part, Func<Task> run)
{
    if (!args.Contains("--without-content")) return run();
    figures.Say($"{part}: not run, because nginx or wrk is missing and could not be installed");
    return Task.CompletedTask;
}

static Task AtOnce(Action part)
{
    part();
    return Task.CompletedTask;
}
