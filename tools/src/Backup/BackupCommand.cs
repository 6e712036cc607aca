using ServerlessDecide.Processes;

namespace ServerlessDecide.Tools.Backup;

/// <summary>The command line of <c>tools/backup</c>.</summary>
internal static class BackupCommand
{
    private const string Usage =
        $"""
        usage: tools/backup save --process ID --to FOLDER [--without-keys] [--leave-out-unknown] [account]
               tools/backup verify FOLDER [--manifest SHA256]
               tools/backup compare FOLDER [--table NAME] [account]
               tools/backup restore FOLDER [--table NAME] [--keep | --replace] [account]

          save             copies all tables and blobs of a process into a new folder, which its owner alone can read
          verify           compares the files of the folder with its manifest
          compare          compares the account with the backup: is every row and blob of it there, and the same?
          restore          verifies, brings the backup into the account, and compares
          --without-keys   leaves out the visitors' key and the ring of tokens; whoever has these can forge and link tokens
          --table NAME     only this table, as the manifest names it: 0comments...
          --keep           adds what is missing and leaves what is there; without this or --replace, restore refuses
          --replace        overwrites what is there with what is in the backup
          --manifest HASH  the SHA-256 that save printed
        {Account.Usage}
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        var arguments = new Arguments(
            args, Usage, [.. Account.Options, "--process", "--to", "--table", "--manifest"], ["--without-keys", "--leave-out-unknown", "--keep", "--replace"]);
        switch (arguments.Words)
        {
            case ["save"]:
                if (!ProcessId.TryParse(arguments.Get("--process"), out var process)) throw arguments.Wrong($"--process takes {ProcessId.Rule}.");
                var hash = await new SaveBackup(Account.From(arguments), process, TimeProvider.System, output).RunAsync(
                    arguments.Get("--to"), !arguments.Has("--without-keys"), arguments.Has("--leave-out-unknown"), cancellationToken);
                await output.WriteLineAsync($"manifest {hash}");
                return 0;
            case ["verify", var folder]:
                await VerifiedAsync(arguments, folder, output, cancellationToken);
                await output.WriteLineAsync($"{folder} is complete and unchanged.");
                return 0;
            case ["compare", var folder]:
                return await CompareAsync(Account.From(arguments), arguments, folder, await VerifiedAsync(arguments, folder, output, cancellationToken), output, cancellationToken);
            case ["restore", var folder]:
                var present = (arguments.Has("--keep"), arguments.Has("--replace")) switch
                {
                    (true, true) => throw arguments.Wrong("--keep and --replace exclude each other."),
                    (true, false) => Present.Keep,
                    (false, true) => Present.Replace,
                    _ => Present.Refuse,
                };
                var account = Account.From(arguments);
                var manifest = await VerifiedAsync(arguments, folder, output, cancellationToken);
                await new RestoreBackup(account, folder, manifest, present, output).RunAsync(arguments.Find("--table"), cancellationToken);
                return await CompareAsync(account, arguments, folder, manifest, output, cancellationToken);
            default:
                throw new UsageException(Usage);
        }
    }

    private static async Task<Manifest> VerifiedAsync(Arguments arguments, string folder, TextWriter output, CancellationToken cancellationToken)
    {
        var (manifest, hash) = await Manifest.ReadAsync(folder, cancellationToken);
        OwnersOnly.RequireUnchangeable(folder);
        // What others could read is read by now: refusing would help nobody whose account is gone.
        if (OwnersOnly.IsOpen(folder))
        {
            var secret = manifest.WithKeys ? " It holds keys: if others use this machine, rotate them (docs/operations.md)." : "";
            await output.WriteLineAsync($"Warning: others on this machine can read {folder}. Close it with 'chmod -R go= {folder}'.{secret}");
        }

        if (arguments.Find("--manifest") is { } expected && !string.Equals(expected, hash, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException($"The manifest of {folder} was changed: it is {hash}.");
        }

        var faults = await VerifyBackup.FindFaultsAsync(folder, manifest, cancellationToken);
        return faults.Count == 0 ? manifest : throw new RefusedException($"{folder} is damaged:\n  {string.Join("\n  ", faults)}");
    }

    private static async Task<int> CompareAsync(
        Account account, Arguments arguments, string folder, Manifest manifest, TextWriter output, CancellationToken cancellationToken)
    {
        var differences = await new CompareBackup(account, folder, manifest).FindDifferencesAsync(arguments.Find("--table"), cancellationToken);
        foreach (var difference in differences) await output.WriteLineAsync(difference);
        if (differences.Count > 0) return 1;
        await output.WriteLineAsync("The account holds all of the backup.");
        return 0;
    }
}
