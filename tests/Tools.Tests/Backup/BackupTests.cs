using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Tools.Backup;

namespace ServerlessDecide.Tools.Tests.Backup;

/// <summary>tools/backup on Azurite.</summary>
[Collection(UsesFinishedProcess.Name)]
public sealed class BackupTests(FinishedProcess made)
{
    private const string Comments = "0commentsedomex202120210510";

    [Fact]
    public async Task A_backup_restored_under_another_prefix_has_the_same_rows_and_blobs_and_the_app_runs_on_it()
    {
        var prefix = Azurite.NewPrefix();
        await RestoreAsync(made.Folder, prefix);

        var before = await StoredThings.ReadAsync(made.Storage, made.Prefix);
        var after = await StoredThings.ReadAsync(made.Storage, prefix);
        // The new catalog names only this process; everything else equals the original, without what belongs to other processes.
        Assert.Equal(before.Where(IsOwn).Select(t => $"{t.Key}: {t.Value}"), after.Where(t => !IsCatalog(t.Key)).Select(t => $"{t.Key}: {t.Value}"));
        Assert.Contains(after, t => t.Key == $"0audit {FinishedProcess.Id}.202105 of-every-type");
        foreach (var kind in (string[])["0reactionsedomex2021", "0commentsedomex2021", "0imports", "0dailyfigures edomex-2021 ", "0dailyfigures edomex-2021.moderation figures", "0deliveries", "0sweeps", "0audit installation", "-content", "-imports", "-packages", "-work", "-keys secrets/visitors/", "-keys ring/"])
        {
            Assert.Contains(after.Keys, key => key.StartsWith(kind, StringComparison.Ordinal));
        }

        // Stances are shown only while they can be changed.
        await using var app = await TestApp.StartAsync(new() { Prefix = prefix, At = "2021-05-11T12:00:00-05:00" });
        using var visitor = app.NewClient();
        visitor.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Token);
        var process = $"processes/{FinishedProcess.Id}";
        Assert.Equal("dislike", await TextAsync(visitor, $"{process}/platforms/luna-legislatura/reaction", "value"));
        Assert.Equal("like", await TextAsync(visitor, $"{process}/platforms/sol-legislatura/reaction", "value"));
        Assert.Equal("accepted", await TextAsync(visitor, $"{process}/comments/{made.Receipt}", "status"));
        Assert.Equal("like", await TextAsync(visitor, $"{process}/blocks/sol-legislature-low/reaction", "value"));
        Assert.Equal("held", await TextAsync(visitor, $"{process}/comments/{made.HeldReceipt}", "status"));
        var package = await app.Operator.GetByteArrayAsync($"{process}/operator/deliveries/sol/package");
        Assert.Equal(made.PackageHash, Convert.ToHexStringLower(SHA256.HashData(package)));
        // Every file that was imported is in the list, and can be published again.
        var imports = $"{process}/operator/imports";
        var listed = (await app.Operator.GetFromJsonAsync<JsonElement>(imports)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(made.Imports, listed.Select(i => i.GetRawText()));
        var glossary = listed.Single(i => i.GetProperty("dataset").GetString() == "glossary").GetProperty("import").GetString();
        using var again = await app.Operator.PostAsync($"{imports}/{glossary}/publish", null);
        await TestApp.WaitUntilAsync(async () => await TextAsync(app.Operator, again.Headers.Location!.ToString(), "status") == "done", "the file is published again");
        using var others = await app.Client.GetAsync("processes/edomex");
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
    }

    [Fact]
    public async Task A_restored_review_list_can_be_decided_with_its_reviews_and_copies()
    {
        var (from, to) = (Azurite.NewPrefix(), Azurite.NewPrefix());
        var process = $"processes/{FinishedProcess.Id}";
        string receipt, copy;
        await using (var app = await TestApp.StartAsync(new() { Prefix = from }))
        {
            await Example.LoadAsync(app, FinishedProcess.Id);
            var visitor = await app.NewVisitorAsync(FinishedProcess.Id);
            receipt = await visitor.CommentAsync("sol-legislatura", "Mira https://example.org");
            copy = await visitor.CommentAsync("luna-legislatura", "Mira https://example.org");
            foreach (var one in (string[])[receipt, copy]) await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(one) == "held", "it is held");
            using var asked = await app.Client.PostAsync($"{process}/comments/{receipt}/review", null);
            Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        }

        var folder = made.Folder + "-reviews";
        await new SaveBackup(Account.From(made.Storage, from), ProcessId.Parse(FinishedProcess.Id), TimeProvider.System, TextWriter.Null).RunAsync(folder, withKeys: true, leaveOutUnknown: false, default);
        await RestoreAsync(folder, to);

        await using var restored = await TestApp.StartAsync(new() { Prefix = to });
        var items = (await restored.Operator.GetFromJsonAsync<JsonElement>($"{process}/operator/moderation?status=review")).GetProperty("items");
        Assert.Equal(receipt, Assert.Single(items.EnumerateArray()).GetProperty("receipt").GetString());
        using var decided = await restored.Operator.PostAsJsonAsync(
            $"{process}/operator/moderation/{receipt}/copies", new { decision = "accept", reason = "misread", decidedBy = "ana-1" });
        var outcomes = (await decided.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray().ToDictionary(i => i.GetProperty("receipt").GetString()!, i => i.GetProperty("outcome").GetString());
        Assert.Equal(("decided", "decided"), (outcomes[receipt], outcomes[copy]));
    }

    [Fact]
    public async Task A_restore_with_keep_adds_a_lost_table_and_blob()
    {
        var prefix = Azurite.NewPrefix();
        await RestoreAsync(made.Folder, prefix);
        var first = await StoredThings.ReadAsync(made.Storage, prefix);
        await new TableServiceClient(made.Storage).DeleteTableAsync(prefix + Comments);
        var packages = new BlobServiceClient(made.Storage).GetBlobContainerClient(prefix + "-packages");
        var zip = (await packages.GetBlobsAsync().Select(b => b.Name).ToListAsync()).Single(name => name.EndsWith($"/sol/1/{FinishedProcess.Id}-sol.zip", StringComparison.Ordinal));
        await packages.DeleteBlobAsync(zip);

        Assert.Equal(
            [$"{prefix}{Comments} is missing", $"{prefix}-packages: blob {zip} is missing"],
            await CompareAsync(made.Folder, prefix));
        await RestoreAsync(made.Folder, prefix, Present.Keep);
        Assert.Empty(await CompareAsync(made.Folder, prefix));
        Assert.Equal(first, await StoredThings.ReadAsync(made.Storage, prefix));
    }

    [Fact]
    public async Task Restored_reactions_are_not_mixed_with_newer_ones()
    {
        var prefix = Azurite.NewPrefix();
        await RestoreAsync(made.Folder, prefix);
        var tables = new TableServiceClient(made.Storage);
        var name = tables.Query().Select(t => t.Name).First(t => t.StartsWith(prefix + "0reactionsedomex2021", StringComparison.Ordinal));
        var rows = tables.GetTableClient(name).Query<TableEntity>().ToList();
        await tables.GetTableClient(name).DeleteEntityAsync(rows[0].PartitionKey, rows[0].RowKey);
        await RestoreAsync(made.Folder, prefix, Present.Keep);
        Assert.Equal(rows.Count, tables.GetTableClient(name).Query<TableEntity>().Count());

        // A reaction is lost, and a visitor has reacted since.
        await tables.GetTableClient(name).DeleteEntityAsync(rows[0].PartitionKey, rows[0].RowKey);
        var since = new TableEntity(rows[0]) { RowKey = rows[0].RowKey[..^5] + "99000" };
        await tables.GetTableClient(name).AddEntityAsync(since);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => RestoreAsync(made.Folder, prefix, Present.Keep));
        Assert.Contains("came since", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_overwrites_only_with_replace_and_never_the_audit()
    {
        var prefix = Azurite.NewPrefix();
        await RestoreAsync(made.Folder, prefix);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => RestoreAsync(made.Folder, prefix));
        Assert.Contains("holds edomex-2021 already", refused.Message, StringComparison.Ordinal);

        var tables = new TableServiceClient(made.Storage);
        var comment = tables.GetTableClient(prefix + Comments).Query<TableEntity>().First();
        comment["Text"] = "otra cosa";
        await tables.GetTableClient(prefix + Comments).UpsertEntityAsync(comment, TableUpdateMode.Replace);
        var later = new TableEntity("zz", "zz-later") { ["Text"] = "llegó después" };
        await tables.GetTableClient(prefix + Comments).AddEntityAsync(later);
        var deed = new TableEntity(FinishedProcess.OfEveryType) { ["Text"] = "otro hecho" };
        await tables.GetTableClient(prefix + "0audit").UpsertEntityAsync(deed, TableUpdateMode.Replace);

        await RestoreAsync(made.Folder, prefix, Present.Keep);
        Assert.Equal("otra cosa", await ColumnAsync(prefix + Comments, comment, "Text"));
        await RestoreAsync(made.Folder, prefix, Present.Replace);
        Assert.NotEqual("otra cosa", await ColumnAsync(prefix + Comments, comment, "Text"));
        Assert.Equal("llegó después", await ColumnAsync(prefix + Comments, later, "Text"));
        Assert.Equal("otro hecho", await ColumnAsync(prefix + "0audit", deed, "Text"));

        async Task<string> ColumnAsync(string table, TableEntity row, string column) =>
            (await tables.GetTableClient(table).GetEntityAsync<TableEntity>(row.PartitionKey, row.RowKey)).Value.GetString(column);
    }

    [Fact]
    public async Task A_single_table_can_be_restored()
    {
        var prefix = Azurite.NewPrefix();
        await RestoreAsync(made.Folder, prefix, table: Comments);
        var things = await StoredThings.ReadAsync(made.Storage, prefix);
        var before = await StoredThings.ReadAsync(made.Storage, made.Prefix);
        Assert.Equal(before.Where(t => t.Key.StartsWith(Comments + " ", StringComparison.Ordinal)), things);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => RestoreAsync(made.Folder, prefix, table: "0nothing"));
        Assert.Contains(Comments, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_is_refused_beside_another_visitors_key()
    {
        var prefix = Azurite.NewPrefix();
        var keys = new BlobServiceClient(made.Storage).GetBlobContainerClient(prefix + "-keys");
        await keys.CreateAsync();
        await keys.UploadBlobAsync($"secrets/visitors/{FinishedProcess.Id}", BinaryData.FromBytes(new byte[32]));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => RestoreAsync(made.Folder, prefix));
        Assert.Contains("another key", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RefusedException>(() => RestoreAsync(made.Folder, prefix, table: Comments));
        Assert.Single(await StoredThings.ReadAsync(made.Storage, prefix));
    }

    [Fact]
    public async Task A_backup_without_keys_holds_no_secret_and_no_backup_holds_the_challenge_key()
    {
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(made.Folder, "blobs", "keys", "secrets", "visitors")));
        Assert.Equal(["visitors"], Directory.GetFileSystemEntries(Path.Combine(made.Folder, "blobs", "keys", "secrets")).Select(Path.GetFileName));

        var folder = made.Folder + "-without-keys";
        await SaveAsync(folder, withKeys: false);
        Assert.False(Directory.Exists(Path.Combine(folder, "blobs", "keys")));
        Assert.False((await Manifest.ReadAsync(folder, default)).Manifest.WithKeys);
        Assert.Empty(await VerifyAsync(folder));
    }

    [Fact]
    public async Task An_interrupted_backup_is_recognized()
    {
        var folder = made.Folder + "-interrupted";
        await using var proxy = await StorageProxy.StartAsync(made.Storage);
        using var stop = new CancellationTokenSource();
        var blobs = 0;
        proxy.BeforeForward = request =>
        {
            if (request.Target.Contains("-imports/", StringComparison.Ordinal) && ++blobs == 4) stop.Cancel();
            return Task.FromResult(ProxyAction.Continue);
        };
        var save = new SaveBackup(Account.From(proxy.ConnectionString, made.Prefix), ProcessId.Parse(FinishedProcess.Id), TimeProvider.System, TextWriter.Null);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => save.RunAsync(folder, true, false, stop.Token));

        Assert.False(Directory.Exists(folder));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Manifest.ReadAsync(folder + ".partial", default));
        Assert.Contains("not a complete backup", refused.Message, StringComparison.Ordinal);
        var again = await Assert.ThrowsAsync<RefusedException>(() => SaveAsync(folder));
        Assert.Contains(".partial", again.Message, StringComparison.Ordinal);
        Directory.Delete(folder + ".partial", recursive: true);
        await SaveAsync(folder);
        Assert.Empty(await VerifyAsync(folder));
    }

    [Fact]
    public async Task An_unknown_process_is_not_backed_up()
    {
        var folder = made.Folder + "-misspelt";
        var save = new SaveBackup(Account.From(made.Storage, made.Prefix), ProcessId.Parse("edomex-2012"), TimeProvider.System, TextWriter.Null);
        Assert.Contains("no process edomex-2012", (await Assert.ThrowsAsync<RefusedException>(() => save.RunAsync(folder, true, false, default))).Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(folder) || Path.Exists(folder + ".partial"));
    }

    [Fact]
    public async Task Verifying_names_each_file_that_was_tampered_with()
    {
        var folder = made.Copy();
        Assert.Empty(await VerifyAsync(folder));
        var (manifest, _) = await Manifest.ReadAsync(folder, default);
        var comments = manifest.Tables.Single(t => t.Name == Comments).File.Path;
        var text = await File.ReadAllTextAsync(Path.Combine(folder, comments));
        await File.WriteAllTextAsync(Path.Combine(folder, comments), text.Replace("árboles", "árbolez", StringComparison.Ordinal));
        var audit = manifest.Tables.Single(t => t.Name == "0audit").File;
        await File.AppendAllTextAsync(Path.Combine(folder, audit.Path), "\n");
        var package = manifest.Blobs.First(b => b.Container == "packages").File.Path;
        File.Delete(Path.Combine(folder, package));
        await File.WriteAllTextAsync(Path.Combine(folder, "tables", "more.jsonl"), "");

        Assert.Equal(
            [
                $"{package} is missing", $"{comments} was changed",
                $"{audit.Path} has {audit.Bytes + 1} bytes and should have {audit.Bytes}", "tables/more.jsonl is not in the manifest",
            ],
            (await VerifyAsync(folder)).OrderBy(f => f.Contains("missing", StringComparison.Ordinal) ? 0 : f.Contains("was changed", StringComparison.Ordinal) ? 1 : f.Contains("bytes", StringComparison.Ordinal) ? 2 : 3));
    }

    [Fact]
    public async Task A_manifest_with_a_path_outside_the_folder_is_refused()
    {
        var folder = made.Copy();
        var manifest = Path.Combine(folder, "manifest.json");
        var text = await File.ReadAllTextAsync(manifest);
        await File.WriteAllTextAsync(manifest, text.Replace("\"tables/0audit.jsonl\"", "\"../0audit.jsonl\"", StringComparison.Ordinal));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Manifest.ReadAsync(folder, default));
        Assert.Contains("../0audit.jsonl", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_table_or_container_stops_a_backup()
    {
        var prefix = Azurite.NewPrefix();
        await RestoreAsync(made.Folder, prefix);
        await new TableServiceClient(made.Storage).CreateTableAsync(prefix + "0votes");
        await new BlobServiceClient(made.Storage).CreateBlobContainerAsync(prefix + "-photos");
        var save = new SaveBackup(Account.From(made.Storage, prefix), ProcessId.Parse(FinishedProcess.Id), TimeProvider.System, TextWriter.Null);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => save.RunAsync(made.Folder + "-unknown", true, false, default));
        Assert.Contains($"table {prefix}0votes, container {prefix}-photos", refused.Message, StringComparison.Ordinal);
        await save.RunAsync(made.Folder + "-unknown", true, leaveOutUnknown: true, default);
        Assert.Equal(2, (await Manifest.ReadAsync(made.Folder + "-unknown", default)).Manifest.LeftOut.Count);
    }

    private static bool IsCatalog(string thing) => thing == "-content catalog.json";

    /// <summary>Written by hand, independent of the tool's own inventory.</summary>
    private static bool IsOwn(KeyValuePair<string, string> thing)
    {
        string[] partitioned = ["0sweeps", "0imports", "0dailyfigures", "0deliveries", "0audit"];
        var words = thing.Key.Split(' ', 3);
        return words[0] switch
        {
            var table when partitioned.Contains(table) => words[1] == "edomex-2021" || words[1].StartsWith("edomex-2021.", StringComparison.Ordinal) || words[1].StartsWith("installation.", StringComparison.Ordinal),
            "-content" or "-imports" or "-packages" or "-work" => words[1].StartsWith("edomex-2021/", StringComparison.Ordinal),
            "-keys" => words[1] == "secrets/visitors/edomex-2021" || words[1].StartsWith("ring/", StringComparison.Ordinal),
            var table => (table.StartsWith("0reactionsedomex202120210510", StringComparison.Ordinal) && table.Length == "0reactionsedomex2021202105100".Length)
                || (table.StartsWith("0usageedomex20212021", StringComparison.Ordinal) && table.Length == "0usageedomex202120210510".Length)
                || table is Comments or "0worklistedomex2021",
        };
    }

    private async Task RestoreAsync(string folder, string prefix, Present present = Present.Refuse, string? table = null)
    {
        var (manifest, _) = await Manifest.ReadAsync(folder, default);
        await new RestoreBackup(Account.From(made.Storage, prefix), folder, manifest, present, TextWriter.Null).RunAsync(table, default);
    }

    private async Task<List<string>> CompareAsync(string folder, string prefix) =>
        await new CompareBackup(Account.From(made.Storage, prefix), folder, (await Manifest.ReadAsync(folder, default)).Manifest).FindDifferencesAsync(null, default);

    private static async Task<List<string>> VerifyAsync(string folder) =>
        await VerifyBackup.FindFaultsAsync(folder, (await Manifest.ReadAsync(folder, default)).Manifest, default);

    private Task<string> SaveAsync(string folder, bool withKeys = true) =>
        new SaveBackup(Account.From(made.Storage, made.Prefix), ProcessId.Parse(FinishedProcess.Id), TimeProvider.System, TextWriter.Null).RunAsync(folder, withKeys, leaveOutUnknown: false, default);

    private static async Task<string> TextAsync(HttpClient client, string address, string name)
    {
        using var answer = await client.GetAsync(address);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty(name).GetString()!;
    }
}
