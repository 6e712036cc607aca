using System.Globalization;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Oversight;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Tools.Deliveries;

/// <summary>
/// The command line of <c>tools/take-back</c>: undoes that packaging has begun, so that the calendar can be mended. Nothing is deleted:
/// what was made belongs to a run that nobody looks at any more. Packages begin again a day later at the earliest.
/// </summary>
internal static class TakeBackCommand
{
    /// <summary>The audit's word for it.</summary>
    public const string Action = "packaging.take-back";

    private const string Usage =
        $"""
        usage: tools/take-back PROCESS --reason TEXT [--at TIME] [account]

          PROCESS          the id of the process
          --reason TEXT    why, for the audit: a few words, no personal data
          --at TIME        the time now, with offset, where the app runs on another clock than this machine (./run --at)
        {Account.Usage}
        Exit codes: 0 taken back; 1 refused: packaging has not begun, or somebody has fetched a package; 2 wrong arguments.
        """;

    public static async Task<int> RunAsync(string[] args, TimeProvider time, TextWriter output, CancellationToken cancellationToken)
    {
        var arguments = new Arguments(args, Usage, [.. Account.Options, "--reason", "--at"], []);
        if (arguments.Words is not [var name] || !ProcessId.TryParse(name, out var process)) throw new UsageException(Usage);
        if (arguments.Find("--at") is { } at)
        {
            time = DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
                ? new StandingClock(moment)
                : throw arguments.Wrong("--at takes a time with offset, such as 2021-06-10T12:00-05:00.");
        }

        await TakeBackAsync(Account.From(arguments), process, arguments.Get("--reason"), time, cancellationToken);
        await output.WriteLineAsync($"The packages of {process} were taken back. They begin again after 24 hours at the earliest; mend the calendar before.");
        return 0;
    }

    /// <exception cref="RefusedException">Packaging has not begun, or a package was fetched.</exception>
    public static async Task TakeBackAsync(Account account, ProcessId process, string reason, TimeProvider time, CancellationToken cancellationToken)
    {
        var clients = new StorageClients(account.Tables, account.Blobs, account.Queues);
        var (tables, blobs) = (new Tables(clients), new Blobs(clients));
        var catalogs = new CatalogStore(blobs, account.Names, time);
        var audit = new AuditStore(tables, blobs, account.Names, time);

        // Before the deed, like everything else in the audit.
        if (await BeganAsync(catalogs, process, cancellationToken) is null) throw new RefusedException($"The packages of {process} have not begun.");
        await audit.RecordAsync(process.Value, "tools", Action, reason, cancellationToken);
        ElectoralProcess? taken = null;
        var isTaken = await catalogs.ChangeAsync(
            catalog =>
            {
                taken = catalog.Find(process);
                return taken is { PackagingBegan: not null } ? catalog.Replace(taken.TakePackagingBack(time.GetUtcNow())) : null;
            },
            cancellationToken);
        if (!isTaken) throw new RefusedException($"The packages of {process} have not begun.");

        // Only now, when a download that is about to begin sees that they are taken back.
        var began = taken!.PackagingBegan!.Value;
        var fetched = await audit.ReadAsync(process, began, cancellationToken).FirstOrDefaultAsync(e => e.Action == DeliveryStore.DownloadAction, cancellationToken);
        if (fetched is null) return;

        await catalogs.ChangeAsync(
            catalog => catalog.Replace(catalog.Find(process)! with { PackagingBegan = began, PackagingTakenBackAt = taken.PackagingTakenBackAt }), cancellationToken);
        throw new RefusedException($"A package of {process} was fetched at {fetched.At:u} by {fetched.Actor}: it cannot be taken back any more.");
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }

    private static async Task<DateTimeOffset?> BeganAsync(CatalogStore catalogs, ProcessId process, CancellationToken cancellationToken) =>
        (await catalogs.ReadAsync(null, cancellationToken))!.Catalog.Find(process)?.PackagingBegan;
}
