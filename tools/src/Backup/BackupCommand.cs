using System.CommandLine;

namespace ServerlessDecide.Tools.Backup;

/// <summary>The command line of <c>tools/backup</c>.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Folder = new("FOLDER") { Description = "the folder of the backup" };
    private static readonly Option<string?> Table = new("--table")
    {
        HelpName = "NAME",
        Description = "only this table, as the manifest names it: 0comments...",
    };

    private static readonly Option<string?> Hash = new("--manifest") { HelpName = "SHA256", Description = "the SHA-256 that save printed" };

    public static Command Create() => new("tools/backup", "Backs up a process into a folder, and restores it.")
    {
        CreateSave(),
        CreateVerify(),
        CreateCompare(),
        CreateRestore(),
    };

    private static Command CreateSave()
    {
        Option<ProcessId> process = new("--process")
        {
            Required = true,
            HelpName = "ID",
            Description = "the id of the process",
            CustomParser = CommandLine.ParserOf<ProcessId>(ProcessId.TryParse, $"--process takes {ProcessId.Rule}."),
        };
        Option<string> to = new("--to") { Required = true, HelpName = "FOLDER", Description = "a new folder, which its owner alone can read" };
        Option<bool> withoutKeys = new("--without-keys")
        {
            Description = "leaves out the visitors' key and the ring of tokens; whoever has these can forge and link tokens",
        };
        Option<bool> leaveOutUnknown = new("--leave-out-unknown") { Description = "leaves out tables and blobs that this version of the tool does not know" };
        var save = new Command("save", "Copies all tables and blobs of a process into a new folder.") { process, to, withoutKeys, leaveOutUnknown };
        Account.AddTo(save);
        save.SetAction(async (parsed, cancellationToken) =>
        {
            var backup = new SaveBackup(Account.From(parsed), parsed.GetValue(process), TimeProvider.System, parsed.Output());
            var hash = await backup.RunAsync(parsed.GetRequiredValue(to), !parsed.GetValue(withoutKeys), parsed.GetValue(leaveOutUnknown), cancellationToken);
            await parsed.Output().WriteLineAsync($"manifest {hash}");
        });
        return save;
    }

    private static Command CreateVerify()
    {
        var verify = new Command("verify", "Compares the files of the folder with its manifest.") { Folder, Hash };
        verify.SetAction(async (parsed, cancellationToken) =>
        {
            await VerifiedAsync(parsed, cancellationToken);
            await parsed.Output().WriteLineAsync($"{parsed.GetRequiredValue(Folder)} is complete and unchanged.");
        });
        return verify;
    }

    private static Command CreateCompare()
    {
        var compare = new Command("compare", "Compares the account with the backup: is every row and blob of it there, and the same?") { Folder, Table, Hash };
        Account.AddTo(compare);
        compare.SetAction(async (parsed, cancellationToken) =>
            await CompareAsync(Account.From(parsed), parsed, await VerifiedAsync(parsed, cancellationToken), cancellationToken));
        return compare;
    }

    private static Command CreateRestore()
    {
        Option<bool> keep = new("--keep") { Description = "adds what is missing and leaves what is there; without this or --replace, restore refuses" };
        Option<bool> replace = new("--replace") { Description = "overwrites what is there with what is in the backup" };
        var restore = new Command("restore", "Verifies, brings the backup into the account, and compares.") { Folder, Table, Hash, keep, replace };
        Account.AddTo(restore);
        restore.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(keep) && parsed.GetValue(replace)) throw new UsageException("--keep and --replace exclude each other.");
            var present = parsed.GetValue(keep) ? Present.Keep : parsed.GetValue(replace) ? Present.Replace : Present.Refuse;
            var account = Account.From(parsed);
            var manifest = await VerifiedAsync(parsed, cancellationToken);
            var backup = new RestoreBackup(account, parsed.GetRequiredValue(Folder), manifest, present, parsed.Output());
            await backup.RunAsync(parsed.GetValue(Table), cancellationToken);
            return await CompareAsync(account, parsed, manifest, cancellationToken);
        });
        return restore;
    }

    private static async Task<Manifest> VerifiedAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetRequiredValue(Folder);
        var (manifest, hash) = await Manifest.ReadAsync(folder, cancellationToken);
        OwnersOnly.RequireUnchangeable(folder);
        // Only a warning: others may have read it already, and refusing would block a restore after the account is lost.
        if (OwnersOnly.IsOpen(folder))
        {
            var secret = manifest.WithKeys ? " It holds keys: if others use this machine, rotate them (docs/operations.md)." : "";
            await parsed.Output().WriteLineAsync($"Warning: others on this machine can read {folder}. Close it with 'chmod -R go= {folder}'.{secret}");
        }

        if (parsed.GetValue(Hash) is { } expected && !string.Equals(expected, hash, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException($"The manifest of {folder} was changed: it is {hash}.");
        }

        var faults = await VerifyBackup.FindFaultsAsync(folder, manifest, cancellationToken);
        return faults.Count == 0 ? manifest : throw new RefusedException($"{folder} is damaged:\n  {string.Join("\n  ", faults)}");
    }

    private static async Task<int> CompareAsync(Account account, ParseResult parsed, Manifest manifest, CancellationToken cancellationToken)
    {
        var comparison = new CompareBackup(account, parsed.GetRequiredValue(Folder), manifest);
        var differences = await comparison.FindDifferencesAsync(parsed.GetValue(Table), cancellationToken);
        foreach (var difference in differences) await parsed.Output().WriteLineAsync(difference);
        if (differences.Count > 0) return 1;
        await parsed.Output().WriteLineAsync("The account holds all of the backup.");
        return 0;
    }
}
