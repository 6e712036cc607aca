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
    var command = args.FirstOrDefault() switch
    {
        "backup" => BackupCommand.Create(),
        "take-back" => TakeBackCommand.Create(TimeProvider.System),
        "replay" => ReplayCommand.Create(),
        "capacity" => CapacityCommand.Create(Checkout.Root),
        "notices" => NoticesCommand.Create(Checkout.Root),
        _ => null,
    };
    if (command is not null) return await CommandLine.RunAsync(command, args[1..], Console.Out, Console.Error, stop.Token);
    await Console.Error.WriteLineAsync("Start the scripts: tools/backup, tools/replay, tools/take-back, tools/capacity, scripts/notices.");
    return CommandLine.Misunderstood;
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
