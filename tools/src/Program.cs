using ServerlessDecide.Tools;
using ServerlessDecide.Tools.Backup;
using ServerlessDecide.Tools.Capacity;
using ServerlessDecide.Tools.Deliveries;
using ServerlessDecide.Tools.Notices;
using ServerlessDecide.Tools.Poison;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    return args switch
    {
        ["backup", .. var rest] => await BackupCommand.RunAsync(rest, Console.Out, stop.Token),
        ["take-back", .. var rest] => await TakeBackCommand.RunAsync(rest, TimeProvider.System, Console.Out, stop.Token),
        ["replay", .. var rest] => await ReplayCommand.RunAsync(rest, Console.Out, stop.Token),
        ["capacity", .. var rest] => await CapacityCommand.RunAsync(rest, Checkout.Root, Console.Out),
        ["notices", .. var rest] => await NoticesCommand.RunAsync(rest, Checkout.Root),
        _ => throw new UsageException("Start the scripts: tools/backup, tools/replay, tools/take-back, tools/capacity, scripts/notices."),
    };
}
catch (UsageException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
catch (RefusedException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}
