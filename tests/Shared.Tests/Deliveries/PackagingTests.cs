using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Comments;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Deliveries;

public sealed class PackagingTests
{
    private static readonly string[] Contenders = ["maiz", "lluvia", "cerro", "maiz-y-lluvia"];

    [Fact]
    public async Task Packaging_does_not_begin_before_deliveries_open_and_reactions_have_settled()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);

        foreach (var moment in new[] { "2021-05-10T12:00", "2021-05-11T23:59:59", "2021-05-12T00:00:00", "2021-05-12T00:59:59" })
        {
            world.Time.SetUtcNow(At(moment));
            Assert.Equal(PackagingState.NotOpen, await AdvanceAsync(world, published));
        }

        Assert.False(await world.Packaging.HasBegunAsync(published.Process.Id, default));
        world.Time.SetUtcNow(At("2021-05-12T01:00:00"));
        Assert.Equal(PackagingState.Counting, await AdvanceAsync(world, published));
        Assert.True(await world.Packaging.HasBegunAsync(published.Process.Id, default));
    }

    [Theory]
    [InlineData("2021-05-11T23:59:59")]
    [InlineData("2021-05-12T00:59:59")]
    public async Task An_early_message_freezes_nothing(string moment)
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        world.Time.SetUtcNow(At(moment));

        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => CountAsync(world, published, shard));
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => PackAsync(world, published, "maiz"));
        Assert.False(await world.Packaging.HasBegunAsync(published.Process.Id, default));
    }

    [Fact]
    public async Task A_reaction_accepted_in_the_last_moment_is_in_the_package_though_it_was_written_after_the_closing()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        world.Time.SetUtcNow(At("2021-05-12T00:00:30"));
        var accepted = At("2021-05-12").AddTicks(-1);
        await world.Participation.ReactAsync(Open("plataforma-maiz", "maiz", accepted), world.NewVisitor(), Stance.Like, default);
        var (_, receipt) = await world.Participation.CommentAsync(
            Open("plataforma-maiz", "maiz", accepted), world.NewVisitor(), new(CommentKind.Idea, "Más parques", null), default);
        await world.Moderation.ModerateAsync(published.Process.Id, receipt, default);

        await PackAllAsync(world, published);

        var files = await ReadAsync(world, "maiz");
        Assert.Equal([["plataforma-maiz", "platform", "1", "0"]], files["reactions.csv"].Skip(1).Select(row => row[..4]));
        Assert.Equal([receipt.ToString(), "2021-05-11T23:59:59-05:00"], files["comments.csv"][1].Take(2));
    }

    [Fact]
    public async Task No_step_is_queued_while_a_comment_waits_for_moderation()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        var receipt = await CommentAsync(world, "maiz", "Más parques");
        world.Time.SetUtcNow(At("2021-05-12T08:00"));

        Assert.Equal(PackagingState.AwaitingModeration, await AdvanceAsync(world, published));
        Assert.Empty(await TakeTalliesAsync(world));

        await world.Moderation.ModerateAsync(published.Process.Id, receipt, default);
        Assert.Equal(PackagingState.Counting, await AdvanceAsync(world, published));
    }

    [Fact]
    public async Task Packaging_counts_every_shard_then_packs_every_contender_and_then_is_complete()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        world.Time.SetUtcNow(At("2021-05-12T08:00"));

        Assert.Equal(PackagingState.Counting, await AdvanceAsync(world, published));
        var shards = await TakeTalliesAsync(world);
        Assert.Equal(Enumerable.Range(0, VisitorHash.Shards), shards.Order());
        foreach (var shard in shards.SkipLast(1)) await CountAsync(world, published, shard);
        Assert.Equal(PackagingState.Counting, await AdvanceAsync(world, published));
        Assert.Empty(await TakePackagesAsync(world));
        await CountAsync(world, published, shards[^1]);

        Assert.Equal(PackagingState.Packaging, await AdvanceAsync(world, published));
        var contenders = await TakePackagesAsync(world);
        Assert.Equal(Contenders.Order(), contenders.Order());
        foreach (var contender in contenders) await PackAsync(world, published, contender);

        await ReleaseAsync(world, published);
        Assert.Empty(await TakePackagesAsync(world));
        Assert.Equal(Contenders.Order(StringComparer.Ordinal), (await world.Deliveries.ListAsync(await RunAsync(world), default)).Select(d => d.Contender));
    }

    [Fact]
    public async Task A_step_under_way_is_not_queued_again_until_15_minutes_have_passed()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        world.Time.SetUtcNow(At("2021-05-12T08:00"));
        await AdvanceAsync(world, published);
        Assert.Equal(16, (await TakeTalliesAsync(world)).Count);
        await CountAsync(world, published, 5);

        world.Time.Advance(Packaging.AskAgainAfter - TimeSpan.FromSeconds(1));
        await AdvanceAsync(world, published);
        Assert.Empty(await TakeTalliesAsync(world));

        world.Time.Advance(TimeSpan.FromSeconds(1));
        await AdvanceAsync(world, published);
        Assert.Equal(Enumerable.Range(0, 16).Except([5]), (await TakeTalliesAsync(world)).Order());
    }

    [Fact]
    public async Task Reactions_and_comments_are_only_in_the_package_of_the_contender_they_are_for()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        for (var i = 0; i < 20; i++)
        {
            await ReactAsync(world, i % 3 == 0 ? "plataforma-cerro" : "cerro-municipios", i % 4 == 0 ? Stance.Dislike : Stance.Like);
            await ReactAsync(world, "plataforma-maiz", Stance.Like);
        }

        var receipts = new Dictionary<string, List<Receipt>>();
        foreach (var (contender, i) in Enumerable.Range(0, 30).Select(i => (Contenders[i % 4], i)))
        {
            var receipt = await CommentAsync(world, contender, i % 5 == 0 ? $"pendejos {i}" : i % 7 == 0 ? $"te voy a matar {i}" : $"Más parques {i}");
            receipts.TryAdd(contender, []);
            receipts[contender].Add(receipt);
            await world.Moderation.ModerateAsync(published.Process.Id, receipt, default);
            if (i == 15) world.Time.SetUtcNow(At("2021-05-11T23:59:59"));
        }

        await PackAllAsync(world, published);

        foreach (var contender in Contenders)
        {
            var files = await ReadAsync(world, contender);
            var rows = files["comments.csv"].Skip(1).Concat(files["annex/quarantined.csv"].Skip(1)).ToList();
            Assert.Equal(receipts[contender].Select(r => r.ToString()).Order(StringComparer.Ordinal), rows.Select(r => r[0]).Order(StringComparer.Ordinal));
            // Each file in the order of days and receipts.
            Assert.Equal(files["comments.csv"].Skip(1).Select(r => r[0]).Order(StringComparer.Ordinal), files["comments.csv"].Skip(1).Select(r => r[0]));
        }

        Assert.Equal([["cerro-municipios", "platform", "10", "3"], ["plataforma-cerro", "platform", "5", "2"]], (await ReadAsync(world, "cerro"))["reactions.csv"].Skip(1).Select(row => row[..4]));
        Assert.Equal([["plataforma-maiz", "platform", "20", "0"]], (await ReadAsync(world, "maiz"))["reactions.csv"].Skip(1).Select(row => row[..4]));
        Assert.Equal([["plataforma-lluvia", "platform", "0", "0"]], (await ReadAsync(world, "lluvia"))["reactions.csv"].Skip(1).Select(row => row[..4]));
    }

    [Fact]
    public async Task The_stored_package_has_the_recorded_hash_and_size()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        await PackAllAsync(world, published);

        var delivery = (await world.Deliveries.FindAsync(await RunAsync(world), Slug.Parse("maiz"), default))!;
        var bytes = await BytesAsync(world, delivery);

        Assert.Equal((delivery.Sha256, delivery.Bytes), (Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length));
        Assert.Equal((1, (DateTimeOffset?)world.Time.GetUtcNow()), (delivery.Version, delivery.ReleasedAt));
    }

    [Fact]
    public async Task Every_step_run_twice_or_concurrently_has_the_same_result()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        for (var i = 0; i < 10; i++) await ReactAsync(world, "plataforma-maiz", Stance.Like);
        var receipt = await CommentAsync(world, "maiz", "Más parques");
        await world.Moderation.ModerateAsync(published.Process.Id, receipt, default);
        world.Time.SetUtcNow(At("2021-05-12T08:00"));
        var instances = Enumerable.Range(0, 3).Select(_ => world.AnotherInstance()).ToList();
        await Task.WhenAll(instances.Select(w => AdvanceAsync(w, published)));

        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            await Task.WhenAll(instances.Select(w => CountAsync(w, published, shard)));
        }

        await Task.WhenAll(instances.Select(w => AdvanceAsync(w, published)));
        var attempts = instances.Select(w => PackAsync(w, published, "maiz")).ToList();
        await Task.WhenAll(attempts.Select(a => a.ContinueWith(_ => { }, TaskScheduler.Default)));

        // Concurrent writers may have to try again, but at least one succeeded.
        Assert.Contains(attempts, a => a.IsCompletedSuccessfully);
        var delivery = (await world.Deliveries.FindAsync(await RunAsync(world), Slug.Parse("maiz"), default))!;
        Assert.Equal(delivery.Sha256, Convert.ToHexStringLower(SHA256.HashData(await BytesAsync(world, delivery))));
        await PackAsync(world, published, "maiz");
        Assert.Equal(delivery, await world.Deliveries.FindAsync(await RunAsync(world), Slug.Parse("maiz"), default));
        Assert.Equal([["plataforma-maiz", "platform", "10", "0"]], (await ReadAsync(world, "maiz"))["reactions.csv"].Skip(1).Select(row => row[..4]));
    }

    [Fact]
    public async Task No_package_is_made_before_all_shards_are_counted_and_all_comments_moderated()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        var receipt = await CommentAsync(world, "maiz", "Más parques");
        world.Time.SetUtcNow(At("2021-05-12T08:00"));
        await world.Catalogs.ChangeAsync(catalog => catalog.Replace(catalog.Find(published.Process.Id)!.BeginPackaging(world.Time.GetUtcNow())), default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => PackAsync(world, published, "maiz"));
        for (var shard = 0; shard < VisitorHash.Shards; shard++) await CountAsync(world, published, shard);

        await Assert.ThrowsAsync<InvalidOperationException>(() => PackAsync(world, published, "maiz"));

        Assert.Empty(await world.Deliveries.ListAsync(await RunAsync(world), default));
        // No half package is visible.
        Assert.Null(await world.Deliveries.OpenPackageAsync(await RunAsync(world), new("maiz", 1, "", 0, default, 0), default));
        await world.Moderation.ModerateAsync(published.Process.Id, receipt, default);
        // A person could still decide about the comment.
        await Assert.ThrowsAsync<InvalidOperationException>(() => PackAsync(world, published, "maiz"));
        await AdvanceAsync(world, published);
        await PackAsync(world, published, "maiz");
        Assert.Equal("Más parques", (await ReadAsync(world, "maiz"))["comments.csv"][1][5]);
    }

    [Fact]
    public async Task A_stance_changed_on_another_day_is_counted_once_with_its_last_value()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        var visitor = world.NewVisitor();
        var gone = world.NewVisitor();
        await world.Participation.ReactAsync(Open("plataforma-maiz", "maiz", world.Time.GetUtcNow()), visitor, Stance.Like, default);
        await world.Participation.ReactAsync(Open("plataforma-maiz", "maiz", world.Time.GetUtcNow()), gone, Stance.Like, default);
        world.Time.SetUtcNow(At("2021-05-11T12:00"));
        await world.Participation.ReactAsync(Open("plataforma-maiz", "maiz", world.Time.GetUtcNow()), visitor, Stance.Dislike, default);
        await world.Participation.WithdrawAsync(Open("plataforma-maiz", "maiz", world.Time.GetUtcNow()), gone, default);

        await PackAllAsync(world, published);

        Assert.Equal([["plataforma-maiz", "platform", "0", "1"]], (await ReadAsync(world, "maiz"))["reactions.csv"].Skip(1).Select(row => row[..4]));
    }

    [Fact]
    public async Task A_reaction_whose_target_is_in_no_package_stops_the_release()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        await ReactAsync(world, "plataforma-maiz", Stance.Like);
        await ReactAsync(world, "plataforma-que-no-esta", Stance.Dislike);

        await PackUnreleasedAsync(world, published);
        Assert.Equal(PackagingDifferences.Reactions, await world.PackageRelease.ReleaseAsync(await world.RefreshedAsync(published), default));

        Assert.All(await world.Deliveries.ListAsync(await RunAsync(world), default), d => Assert.Null(d.ReleasedAt));
        Assert.Equal(PackagingState.Stopped, await AdvanceAsync(world, published));
        AssertStopped(world);
        // The comparison is repeated, in case the difference has been repaired.
        world.Time.Advance(Packaging.AskAgainAfter);
        await AdvanceAsync(world, published);
        Assert.Equal([""], await TakePackagesAsync(world));
    }

    [Fact]
    public async Task A_comment_that_is_in_no_package_stops_the_release()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        var (_, receipt) = await world.Participation.CommentAsync(
            Open("plataforma-maiz", "nadie", world.Time.GetUtcNow()), world.NewVisitor(), new(CommentKind.Idea, "Más parques", null), default);
        await world.Moderation.ModerateAsync(published.Process.Id, receipt, default);

        await PackUnreleasedAsync(world, published);

        Assert.Equal(PackagingDifferences.Comments, await world.PackageRelease.ReleaseAsync(await world.RefreshedAsync(published), default));
        AssertStopped(world);
    }

    [Theory]
    [InlineData("2021-05-09")]
    [InlineData("2021-05-14")]
    public async Task A_comment_stored_under_a_day_that_no_package_reads_stops_the_release(string day)
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        var receipt = Receipt.New(Day(day));
        var comment = new Comment(
            receipt, NewVisitor(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"),
            CommentKind.Idea, "Más parques", At(day + "T12:00"), CommentStatus.Received, [], null);
        await world.Comments.InsertAsync(published.Process.Id, comment, default);
        await world.Moderation.ModerateAsync(published.Process.Id, receipt, default);

        await PackUnreleasedAsync(world, published);

        Assert.Equal(PackagingDifferences.Comments, await world.PackageRelease.ReleaseAsync(await world.RefreshedAsync(published), default));
        AssertStopped(world);
    }

    [Fact]
    public async Task Packages_that_were_taken_back_are_made_again_a_day_later_and_ignore_leftovers()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        await PackAllAsync(world, published);
        var before = await RunAsync(world);

        await world.Catalogs.ChangeAsync(catalog => catalog.Replace(catalog.Find(ShortProcess().Id)!.TakePackagingBack(world.Time.GetUtcNow())), default);
        Assert.False(await world.Packaging.HasBegunAsync(ShortProcess().Id, default));
        Assert.Equal(PackagingState.NotOpen, await AdvanceAsync(world, published));
        await Assert.ThrowsAsync<InvalidOperationException>(() => PackAsync(world, published, "maiz"));

        await PackAllAsync(world, published, "2021-05-13T08:00");
        Assert.NotEqual(before, await RunAsync(world));
        Assert.Equal(4, (await world.Deliveries.ListAsync(await RunAsync(world), default)).Count);
    }

    [Fact]
    public async Task Packages_use_the_content_from_when_packaging_began_whatever_is_imported_later()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        await ReactAsync(world, "plataforma-maiz", Stance.Like);
        world.Time.SetUtcNow(At("2021-05-12T08:00"));
        Assert.Equal(PackagingState.Counting, await AdvanceAsync(world, published));
        var later = await world.Contents.WriteAsync(
            published.Process.Id, Samples.Content with { Contenders = [Party("nuevo")], Platforms = [Platform("nuevo", "plataforma-maiz")] }, default);
        await world.Catalogs.ChangeAsync(catalog => catalog.Replace(catalog.Find(published.Process.Id)! with { ContentVersion = later }), default);

        foreach (var shard in await TakeTalliesAsync(world)) await CountAsync(world, published, shard);
        Assert.Equal(PackagingState.Packaging, await AdvanceAsync(world, published));
        Assert.Equal(Contenders.Order(), (await TakePackagesAsync(world)).Order());
        await Assert.ThrowsAsync<InvalidOperationException>(() => PackAsync(world, published, "nuevo"));
        foreach (var contender in Contenders) await PackAsync(world, published, contender);
        await ReleaseAsync(world, published);

        Assert.Equal([["plataforma-maiz", "platform", "1", "0"]], (await ReadAsync(world, "maiz"))["reactions.csv"].Skip(1).Select(row => row[..4]));
    }

    [Fact]
    public async Task Packaging_does_not_begin_when_an_earlier_version_made_packages()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        await world.Tables.InsertAsync(world.Names.Deliveries, new Azure.Data.Tables.TableEntity(ShortProcess().Id.Value, "package.maiz") { ["Done"] = true }, default);
        world.Time.SetUtcNow(At("2021-05-12T08:00"));

        Assert.Equal(PackagingState.Stopped, await AdvanceAsync(world, published));

        Assert.False(await world.Packaging.HasBegunAsync(ShortProcess().Id, default));
        Assert.Single(world.Logs.Entries, e => e.Level == LogLevel.Error);
    }

    [Fact]
    public async Task The_audit_records_that_packaging_began()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        world.Time.SetUtcNow(At("2021-05-12T08:00"));
        await AdvanceAsync(world, published);
        Assert.Equal(("app", "packaging.begin"), (await world.Audit.ReadAsync(ShortProcess().Id, At("2021-05-12"), default).Select(e => (e.Actor, e.Action)).SingleAsync()));
    }

    [Fact]
    public async Task Packaging_does_not_begin_on_a_calendar_older_than_that_of_the_catalog()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        world.Time.SetUtcNow(At("2021-05-12T08:00"));
        var later = Calendar((Activity.ReactToPlatforms, Window("2021-05-10", "2021-05-12")), (Activity.Deliveries, Window("2021-06-01", "2021-12-31")));
        await world.AnotherInstance().Catalogs.ChangeAsync(
            catalog => catalog.Replace(catalog.Find(ShortProcess().Id)!.Ask(later, "operator-key", world.Time.GetUtcNow()).Process), default);

        // The process in memory still says that deliveries are open.
        Assert.Equal(PackagingState.NotOpen, await world.Packaging.AdvanceAsync(published, default));
        Assert.False(await world.Packaging.HasBegunAsync(ShortProcess().Id, default));
    }

    // The log alerts the operator without naming a contender.
    private static void AssertStopped(World world)
    {
        var error = Assert.Single(world.Logs.Entries, e => e.Level == LogLevel.Error);
        Assert.Equal(["Process", "Differences", "{OriginalFormat}"], error.StructuredState!.Select(v => v.Key));
    }

    private static async Task PackUnreleasedAsync(World world, PublishedProcess published)
    {
        world.Time.SetUtcNow(At("2021-05-15T08:00"));
        Assert.Equal(PackagingState.Counting, await AdvanceAsync(world, published));
        foreach (var shard in await TakeTalliesAsync(world)) await CountAsync(world, published, shard);
        await AdvanceAsync(world, published);
        foreach (var contender in await TakePackagesAsync(world)) await PackAsync(world, published, contender);
        Assert.Equal(PackagingState.Comparing, await AdvanceAsync(world, published));
        await TakePackagesAsync(world);
    }

    private static Task<Reaction?> ReactAsync(World world, string platform, Stance stance) =>
        world.Participation.ReactAsync(Open(platform, "maiz", world.Time.GetUtcNow()), world.NewVisitor(), stance, default);

    private static OpenTarget Open(string platform, string contender, DateTimeOffset at) =>
        new(ShortProcess(), PlatformTarget(platform), Slug.Parse(contender), at);

    private static async Task<Receipt> CommentAsync(World world, string contender, string text) =>
        (await world.Participation.CommentAsync(
            Open("plataforma-" + contender, contender, world.Time.GetUtcNow()), world.NewVisitor(), new(CommentKind.Comment, text, null), default)).Receipt;

    private static async Task PackAllAsync(World world, PublishedProcess published, string at = "2021-05-12T08:00")
    {
        world.Time.SetUtcNow(At(at));
        Assert.Equal(PackagingState.Counting, await AdvanceAsync(world, published));
        foreach (var shard in await TakeTalliesAsync(world)) await CountAsync(world, published, shard);
        Assert.Equal(PackagingState.Packaging, await AdvanceAsync(world, published));
        foreach (var contender in await TakePackagesAsync(world)) await PackAsync(world, published, contender);
        await ReleaseAsync(world, published);
    }

    private static async Task ReleaseAsync(World world, PublishedProcess published)
    {
        Assert.Equal(PackagingState.Comparing, await AdvanceAsync(world, published));
        Assert.Equal([""], await TakePackagesAsync(world));
        Assert.Equal(PackagingDifferences.None, await world.PackageRelease.ReleaseAsync(await world.RefreshedAsync(published), default));
        Assert.Equal(PackagingState.Complete, await AdvanceAsync(world, published));
    }

    // With the newest catalog, as in every function.
    private static async Task<PackagingState> AdvanceAsync(World world, PublishedProcess published) =>
        await world.Packaging.AdvanceAsync(await world.RefreshedAsync(published), default);

    private static async Task CountAsync(World world, PublishedProcess published, int shard) =>
        await world.Packaging.CountAsync(await world.RefreshedAsync(published), shard, default);

    private static async Task PackAsync(World world, PublishedProcess published, string contender) =>
        await world.Packaging.PackAsync(await world.RefreshedAsync(published), Slug.Parse(contender), default);

    private static async Task<PackagingRun> RunAsync(World world) =>
        PackagingRun.Of((await world.Catalogs.ReadAsync(null, default))!.Catalog.Find(ShortProcess().Id)!)!.Value;

    private static async Task<IReadOnlyList<int>> TakeTalliesAsync(World world) =>
        [.. (await world.TakeAsync(TallyMessage.Queue, DeliveryMessageJson.Default.TallyMessage)).Select(m => m.Shard)];

    private static async Task<IReadOnlyList<string>> TakePackagesAsync(World world) =>
        [.. (await world.TakeAsync(PackageMessage.Queue, DeliveryMessageJson.Default.PackageMessage)).Select(m => m.Contender ?? "")];

    private static async Task<byte[]> BytesAsync(World world, Delivery delivery)
    {
        await using var stream = (await world.Deliveries.OpenPackageAsync(await RunAsync(world), delivery, default))!;
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static async Task<Dictionary<string, List<string[]>>> ReadAsync(World world, string contender)
    {
        var delivery = (await world.Deliveries.FindAsync(await RunAsync(world), Slug.Parse(contender), default))!;
        await using var zip = new ZipArchive(new MemoryStream(await BytesAsync(world, delivery)));
        var files = new Dictionary<string, List<string[]>>();
        foreach (var entry in zip.Entries.Where(e => e.Name.EndsWith(".csv", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(entry.Open());
            files[entry.FullName] = CsvText.Parse(await reader.ReadToEndAsync());
        }

        return files;
    }
}
