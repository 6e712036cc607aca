using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using ServerlessDecide.Audit;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Moderation;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Tools.Deliveries;

/// <summary>
/// The command line of <c>tools/take-back</c>: undoes the start of packaging, so that the calendar can be corrected. It deletes nothing:
/// existing packages belong to a run that is no longer read. Packaging begins again a day later at the earliest.
/// </summary>
internal static class TakeBackCommand
{
    /// <summary>The action's name in the audit.</summary>
    public const string Action = "packaging.take-back";

    private const string Description =
        """
        Undoes that packaging has begun, so that the calendar can be mended.

        Exit codes: 0 taken back; 1 refused: packaging has not begun, or somebody has fetched a package; 2 wrong arguments.
        """;

    public static Command Create(TimeProvider time)
    {
        Argument<ProcessId> process = new("PROCESS")
        {
            Description = "the id of the process",
            CustomParser = CommandLine.ParserOf<ProcessId>(ProcessId.TryParse, $"PROCESS is {ProcessId.Rule}."),
        };
        var by = Person("--by", "who does it, as the institute knows the person: letters a to z, digits and hyphens");
        var second = Person("--with", "the second person, who has looked at it and agrees");
        Option<string> reason = new("--reason") { Required = true, HelpName = "TEXT", Description = "why, for the audit: a few words, no personal data" };
        Option<DateTimeOffset?> at = new("--at")
        {
            HelpName = "TIME",
            Description = "the time now, with offset, where the app runs on another clock than this machine (./run --at)",
            CustomParser = CommandLine.ParserOf<DateTimeOffset?>(TryParseTime, "--at takes a time with offset, such as 2021-06-10T12:00-05:00."),
        };
        var command = new Command("tools/take-back", Description) { process, by, second, reason, at };
        Account.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(by) == parsed.GetValue(second)) throw new UsageException("--by and --with take the ids of two different people.");
            if (parsed.GetValue(at) is not null && parsed.GetValue(Account.NameOption) is not null)
            {
                throw new UsageException("--at is for an emulator: on Azure the time is the time.");
            }

            var note = $"by {parsed.GetValue(by).Value} with {parsed.GetValue(second).Value}: {parsed.GetRequiredValue(reason)}";
            var clock = parsed.GetValue(at) is { } moment ? new StandingClock(moment) : time;
            await TakeBackAsync(Account.From(parsed), parsed.GetValue(process), note, clock, cancellationToken);
            await parsed.Output().WriteLineAsync(
                $"The packages of {parsed.GetValue(process)} were taken back. They begin again after 24 hours at the earliest; mend the calendar before.");
        });
        return command;
    }

    private static Option<DeciderId> Person(string name, string description) => new(name)
    {
        Required = true,
        HelpName = "ID",
        Description = description,
        CustomParser = CommandLine.ParserOf<DeciderId>(DeciderId.TryParse, $"{name} takes {DeciderId.Rule}."),
    };

    private static bool TryParseTime(string text, out DateTimeOffset? time)
    {
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed);
        time = isTime ? parsed : null;
        return isTime;
    }

    /// <summary>
    /// Takes the packages back in steps, so that nothing is undone before it is certain: marks the process (from here on no package can be
    /// downloaded), reads the audit, then takes the packages back or removes the mark. Interrupted, it continues when it is run again.
    /// </summary>
    /// <exception cref="RefusedException">Packaging has not begun, or a package was fetched.</exception>
    public static async Task TakeBackAsync(Account account, ProcessId process, string note, TimeProvider time, CancellationToken cancellationToken)
    {
        var clients = new StorageClients(account.Tables, account.Blobs, account.Queues);
        var (tables, blobs) = (new Tables(clients), new Blobs(clients));
        var catalogs = new CatalogStore(blobs, account.Names, time);
        var audit = new AuditStore(tables, blobs, account.Names, time);

        // Recorded before the act, like everything in the audit.
        await audit.RecordAsync(process.Value, "tools", Action, note, cancellationToken);
        DateTimeOffset? began = null;
        // Each run has a mark of its own: if two run at once, the second continues and the first stops.
        var mark = time.GetUtcNow().AddTicks(RandomNumberGenerator.GetInt32(1, (int)TimeSpan.TicksPerSecond));
        await ChangeAsync(found =>
        {
            began = found.PackagingBegan;
            return began is null ? null : found with { TakingBackSince = mark };
        });
        if (began is not { } run) throw new RefusedException($"The packages of {process} have not begun.");

        // Clocks differ: a download recorded by a slow clock counts too.
        var fetched = await audit.FindAsync(process, run.AddHours(-1), DeliveryStore.DownloadAction, cancellationToken);
        var isMine = false;
        await ChangeAsync(found =>
        {
            isMine = found.PackagingBegan == run && found.TakingBackSince == mark;
            return !isMine ? null : fetched is null ? found.TakePackagingBack(time.GetUtcNow()) : found with { TakingBackSince = null };
        });
        if (!isMine) throw new RefusedException($"Somebody else takes the packages of {process} back at this moment.");
        if (fetched is not null) throw new RefusedException($"A package of {process} was fetched at {fetched.At:u} by {fetched.Actor}: it cannot be taken back any more.");

        Task ChangeAsync(Func<ElectoralProcess, ElectoralProcess?> change) => catalogs.ChangeAsync(
            catalog => catalog.Find(process) is { } found && change(found) is { } changed ? catalog.Replace(changed) : null, cancellationToken);
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }
}
