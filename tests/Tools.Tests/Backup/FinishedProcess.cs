using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Tools.Backup;

namespace ServerlessDecide.Tools.Tests.Backup;

/// <summary>
/// A process from its first import to its packages, made only through the app, and a backup of it. Two other processes have names that begin
/// alike. The app has ended. Tests read both and change neither.
/// </summary>
public sealed class FinishedProcess : IAsyncLifetime
{
    public const string Id = "edomex-2021";
    public const string Delivered = "2021-06-10T00:00:00-05:00";

    /// <summary>A row with a column of each type, in a table of the backup.</summary>
    public static TableEntity OfEveryType { get; } = new(Id + ".202105", "of-every-type")
    {
        ["Text"] = "línea 1\nlínea 2 \"🌵\" \\ \u2028",
        ["Empty"] = "",
        ["NotADate"] = "2021-05-10T12:00:00Z",
        ["Truth"] = true,
        ["Number"] = -7,
        ["Long"] = long.MaxValue,
        ["SmallLong"] = 7L,
        ["Whole"] = 3.0,
        ["Fraction"] = 0.1 + 0.2,
        ["Moment"] = new DateTimeOffset(2021, 5, 10, 12, 0, 0, TimeSpan.Zero).AddTicks(1234567),
        ["Guid"] = Guid.Parse("0191f0a0-0000-7000-8000-000000000001"),
        ["Bytes"] = new byte[] { 0, 255, 1 },
        ["NoBytes"] = Array.Empty<byte>(),
    };

    public string Storage { get; private set; } = "";

    public string Prefix { get; } = Azurite.NewPrefix();

    public string Folder { get; } = Path.Combine(Directory.CreateTempSubdirectory("backup-").FullName, "one");

    /// <summary>The list of imports as JSON, the newest first.</summary>
    public IReadOnlyList<string> Imports { get; private set; } = [];

    /// <summary>The manifest's hash, as save returned it.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>The token of a visitor who likes one platform, changed its stance on another, and commented.</summary>
    public string Token { get; private set; } = "";

    public string Receipt { get; private set; } = "";

    /// <summary>The receipt of the same visitor's held comment on a competitiveness block, which it likes.</summary>
    public string HeldReceipt { get; private set; } = "";

    /// <summary>The SHA-256 of the package of the party <c>sol</c>.</summary>
    public string PackageHash { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Storage = await Azurite.SharedConnectionStringAsync();
        await using (var app = await TestApp.StartAsync(new() { Prefix = Prefix }))
        {
            await Example.ImportAsync(app, Id, TestCalendar.Of2021().With("react-to-blocks", ("2021-04-10T00:00:00-05:00", "2021-06-03T00:00:00-05:00")));
            var listed = await app.Operator.GetFromJsonAsync<JsonElement>($"processes/{Id}/operator/imports");
            Imports = [.. listed.GetProperty("items").EnumerateArray().Select(i => i.GetRawText())];
            foreach (var other in (string[])["edomex", "edomex-20210510"])
            {
                await app.CreateProcessAsync(other);
                await app.ImportedAsync(other, "contenders", Example.Contenders);
                await app.ImportedAsync(other, "platforms", Example.Platforms, "application/json");
                await SayAsync(app, other);
            }

            (var visitor, Receipt) = await SayAsync(app, Id);
            Token = visitor.Token;
            HeldReceipt = await SayAboutBlockAsync(visitor);
            await app.FireAsync("AggregateStatisticsTimer");
            await app.FireAsync("CountModerationTimer");
            app.Time.SetUtcNow(DateTimeOffset.Parse(Delivered, CultureInfo.InvariantCulture));
            await TestApp.WaitUntilAsync(async () => await AdvanceAsync(app) == "complete", "all packages are made");
            await app.FireAsync("AggregateStatisticsTimer");
            var deliveries = await app.Operator.GetFromJsonAsync<JsonElement>($"processes/{Id}/operator/deliveries");
            PackageHash = deliveries.GetProperty("items").EnumerateArray().Single(d => d.GetProperty("contender").GetString() == "sol").GetProperty("sha256").GetString()!;
        }

        await new TableServiceClient(Storage).GetTableClient(Prefix + "0audit").AddEntityAsync(OfEveryType);
        Hash = await new SaveBackup(Account.From(Storage, Prefix), ProcessId.Parse(Id), TimeProvider.System, TextWriter.Null).RunAsync(Folder, withKeys: true, leaveOutUnknown: false, default);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Returns a copy of the backup that a test may damage.</summary>
    public string Copy()
    {
        var copy = Path.Combine(Path.GetDirectoryName(Folder)!, Guid.NewGuid().ToString("N"));
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private static async Task<(TestVisitor Visitor, string Receipt)> SayAsync(TestApp app, string process)
    {
        var visitor = await app.NewVisitorAsync(process);
        await visitor.ReactAsync("sol-legislatura", "like");
        await visitor.ReactAsync("luna-legislatura", "like");
        await visitor.ReactAsync("luna-legislatura", "dislike");
        var receipt = await visitor.CommentAsync("sol-legislatura", "Más árboles en las calles, \"para todos\"\ny siempre 🌵");
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "accepted", "the comment is moderated");
        return (visitor, receipt);
    }

    private static async Task<string> SayAboutBlockAsync(TestVisitor visitor)
    {
        using var liked = await visitor.Client.PutAsJsonAsync($"processes/{Id}/blocks/sol-legislature-low/reaction", new { value = "like" });
        using var posted = await visitor.Client.PostAsJsonAsync($"processes/{Id}/blocks/sol-legislature-low/comments", new { kind = "comment", text = "Mira https://example.org" });
        Assert.True(liked.IsSuccessStatusCode && posted.IsSuccessStatusCode);
        var receipt = (await posted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("receipt").GetString()!;
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "held", "the comment on the block is held");
        return receipt;
    }

    private static async Task<string> AdvanceAsync(TestApp app)
    {
        using var answer = await app.Operator.PostAsync($"processes/{Id}/operator/packages", null);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString()!;
    }
}

[CollectionDefinition(Name)]
public sealed class UsesFinishedProcess : ICollectionFixture<FinishedProcess>
{
    public const string Name = "finished process";
}
