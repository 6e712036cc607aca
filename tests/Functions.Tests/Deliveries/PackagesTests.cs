using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Deliveries;

/// <summary>From the closing to the packages: POST packages and the timer, the two queues, the list and the download.</summary>
public sealed class PackagesTests(MadePackages made) : IClassFixture<MadePackages>, IDisposable
{
    private const string Process = MadePackages.Process;
    private const string ReactionsHeader = "target,kind,likes,dislikes,likesA,dislikesA,likesB,dislikesB,likesC,dislikesC\r\n";
    private const string CommentsHeader = "receipt,receivedAt,target,targetKind,kind,text,class\r\n";

    private static readonly string[] All = ["alianza", "ana-nunez", "luna", "mar", "sol"];

    public static TheoryData<string> Contenders => [.. All];

    public void Dispose() => made.App.AssertNothingUnexpected();

    [Fact]
    public void Packaging_counts_then_makes_packages_and_is_then_complete()
    {
        // Packages of so few may be complete before anybody has seen them being made.
        Assert.Equal("counting", made.States[0]);
        Assert.Equal("complete", made.States[^1]);
        Assert.Empty(made.States.Except(["counting", "comparing", "packaging", "complete"]));
    }

    [Fact]
    public Task Once_packaging_has_begun_the_calendar_cannot_change() => made.CalendarWhileCounting.ProblemAsync(409, "deliveries_begun");

    [Fact]
    public async Task Every_contender_gets_a_package_that_is_released_at_once()
    {
        var list = await made.App.DeliveriesAsync(Process);

        Assert.Equal(All, list.Select(d => d.Text("contender")));
        Assert.All(list, delivery =>
        {
            Assert.Equal(["contender", "version", "sha256", "bytes", "releasedAt", "downloads", "acknowledgedAt"], delivery.Names());
            Assert.Equal("2021-06-10T00:00:00-05:00", delivery.Text("releasedAt"));
        });
    }

    [Fact]
    public async Task The_timer_changes_nothing_about_packages_that_are_made()
    {
        var before = await made.App.DeliveriesAsync(Process);

        await made.App.FireAsync("MakePackagesTimer");

        Assert.Equal(before.Select(d => d.GetRawText()), (await made.App.DeliveriesAsync(Process)).Select(d => d.GetRawText()));
    }

    [Theory]
    [MemberData(nameof(Contenders))]
    public async Task A_download_is_the_zip_that_the_list_describes(string contender)
    {
        var delivery = (await made.App.DeliveriesAsync(Process)).Single(d => d.Text("contender") == contender);

        using var answer = await made.App.Operator.GetAsync($"processes/{Process}/operator/deliveries/{contender}/package");

        var zip = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal($"{Process}-{contender}.zip", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal(delivery.GetProperty("bytes").GetInt64(), zip.Length);
        Assert.Equal(delivery.Text("sha256"), Convert.ToHexStringLower(SHA256.HashData(zip)));
    }

    [Fact]
    public async Task A_package_counts_the_reactions_to_each_platform_and_proposal_of_its_contender()
    {
        var sol = await made.App.OpenPackageAsync(Process, "sol");

        Assert.Equal(
            ReactionsHeader
            + "sol-ayuntamientos,platform,0,0,0,0,0,0,0,0\r\nsol-legislatura,platform,4,1,4,1,0,0,0,0\r\n"
            + "sol-council-high,block,0,0,0,0,0,0,0,0\r\nsol-legislature-high,block,0,0,0,0,0,0,0,0\r\nsol-legislature-low,block,0,0,0,0,0,0,0,0\r\n"
            + "sol-7-agua,proposal,0,1,0,1,0,0,0,0\r\nsol-7-campo,proposal,0,0,0,0,0,0,0,0\r\n",
            sol.Read("reactions.csv"));
    }

    [Fact]
    public async Task A_package_has_the_accepted_comments_as_they_were_written()
    {
        var sol = await made.App.OpenPackageAsync(Process, "sol");

        Assert.Equal(
            CommentsHeader
            + $"{made.Accepted},2021-06-02T12:00:00-05:00,sol-legislatura,platform,proposal,\"=Agua, \"\"para todos\"\"\nsiempre 🌵\",A\r\n",
            sol.Read("comments.csv"));
    }

    [Fact]
    public async Task A_comment_on_a_proposal_is_in_the_package_of_its_contender()
    {
        var luna = await made.App.OpenPackageAsync(Process, "luna");

        Assert.Equal(
            CommentsHeader + $"{made.OfProposal},2021-06-02T12:00:00-05:00,luna-7-agua,proposal,idea,Medidores,A\r\n", luna.Read("comments.csv"));
    }

    [Fact]
    public async Task A_held_comment_is_in_the_annex_with_its_reason()
    {
        var sol = await made.App.OpenPackageAsync(Process, "sol");

        Assert.Contains(
            $"{made.Held},2021-06-02T12:00:00-05:00,sol-ayuntamientos,platform,comment,Mira https://example.org,A,held,link\r\n",
            sol.Read("annex/quarantined.csv"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task SHA256SUMS_has_the_hashes_of_the_files_in_the_package()
    {
        var sol = await made.App.OpenPackageAsync(Process, "sol");

        foreach (var line in sol.Read("SHA256SUMS").TrimEnd('\n').Split('\n'))
        {
            var (hash, name) = (line[..64], line[66..]);
            await using var entry = await sol.GetEntry(name)!.OpenAsync();
            Assert.Equal(hash, Convert.ToHexStringLower(await SHA256.HashDataAsync(entry)));
        }
    }

    [Fact]
    public async Task A_contender_that_received_nothing_gets_zeros_and_no_comments()
    {
        var mar = await made.App.OpenPackageAsync(Process, "mar");

        Assert.Equal(ReactionsHeader + "mar-legislatura,platform,0,0,0,0,0,0,0,0\r\n", mar.Read("reactions.csv"));
        Assert.Equal(CommentsHeader, mar.Read("comments.csv"));
    }

    [Fact]
    public async Task The_timer_alone_makes_the_packages_and_waits_for_the_last_comment()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-06-02T12:00:00-05:00" });
        await Example.LoadAsync(app, Process, MadePackages.Calendar());
        var visitor = await app.NewVisitorAsync(Process);
        var receipt = await visitor.CommentAsync("sol-legislatura", "Más árboles");
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "accepted", "the comment is moderated");
        await CommentRows.ForgetDecisionAsync(app, Process, receipt);

        app.Time.SetUtcNow(At("2021-06-10T00:00:00-05:00"));
        Assert.Equal("awaiting_moderation", await app.AdvanceAsync(Process));
        await app.FireAsync("MakePackagesTimer");
        Assert.Empty(await app.DeliveriesAsync(Process));

        await app.FireAsync("RequeueCommentsTimer");
        await TestApp.WaitUntilAsync(
            async () =>
            {
                await app.FireAsync("MakePackagesTimer");
                return (await app.DeliveriesAsync(Process)).Count == 5;
            },
            "five packages are made");
        Assert.Contains(receipt, (await app.OpenPackageAsync(Process, "sol")).Read("comments.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packages_begin_an_hour_after_the_closing_for_a_process_that_was_created_after_it()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-06-03T00:00:00-05:00" });
        await Example.LoadAsync(app, Process, MadePackages.Calendar().With("deliveries", ("2021-06-03T01:00:00-05:00", "2021-12-31T00:00:00-06:00")));
        app.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("counting", await app.AdvanceAsync(Process));
    }

    [Fact]
    public async Task Packages_begin_only_once_their_opening_has_stood_in_the_calendar_for_a_day()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-06-02T12:00:00-05:00" });
        await Example.LoadAsync(app, Process, MadePackages.Calendar());
        // After the last closing an earlier opening costs no visitor any time: it is in force at once, and must still stand for a day.
        app.Time.SetUtcNow(At("2021-06-04T12:00:00-05:00"));
        using var earlier = await app.PutCalendarAsync(
            Process, MadePackages.Calendar().With("deliveries", ("2021-06-04T13:00:00-05:00", "2021-12-31T00:00:00-06:00")));
        Assert.Equal(HttpStatusCode.OK, earlier.StatusCode);
        app.Time.SetUtcNow(At("2021-06-05T11:59:59-05:00"));
        using var answer = await app.Operator.PostAsync($"processes/{Process}/operator/packages", null);
        var waiting = await answer.JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(("not_open", "2021-06-05T12:00:00-05:00"), (waiting.Text("state"), waiting.Text("beginsAt")));

        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("counting", await app.AdvanceAsync(Process));
    }

    [Theory]
    [InlineData(20_000, 20_000, 0)]
    [InlineData(20_000, 20_000, 1)]
    [InlineData(20_000, 19_999, 0)]
    [InlineData(20_000, 20_001, 0)]
    [InlineData(20_000, 0, 0)]
    [InlineData(1_000_000, 1_000_000, 0)]
    [InlineData(1_000_000, 1_000_000, 1)]
    [InlineData(1_000_000, 999_999, 0)]
    [InlineData(1_000_000, 1_000_001, 0)]
    [InlineData(81_920, 81_920, 0)]
    public async Task A_package_that_differs_from_its_record_is_never_delivered_whole(int recorded, int stored, int changedBytes)
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync(Process);
        var (id, store) = (ProcessId.Parse(Process), app.Services.GetRequiredService<DeliveryStore>());
        var zip = new byte[recorded];
        new Random(7).NextBytes(zip);
        var run = new PackagingRun(id, app.Time.GetUtcNow());
        await app.Services.GetRequiredService<CatalogStore>().ChangeAsync(catalog => catalog.Replace(catalog.Find(id)!.BeginPackaging(run.Began)), default);
        await store.SaveAsync(run, new("sol", 1, Convert.ToHexStringLower(SHA256.HashData(zip)), recorded, default, 0), default);
        await store.ReleaseAsync(run, app.Time.GetUtcNow(), default);
        await app.Services.GetRequiredService<PublishedProcessCache>().RefreshAsync(default);
        var file = zip.Concat(new byte[1]).Take(stored).ToArray();
        for (var i = 0; i < changedBytes; i++) file[^(i + 1)] ^= 1;
        await using (var stream = await store.OpenPackageForWritingAsync(run, "sol", 1, default)) await stream.WriteAsync(file);

        var address = $"processes/{Process}/operator/deliveries/sol/package";
        if (recorded == stored && changedBytes == 0)
        {
            Assert.Equal(zip, await app.Operator.GetByteArrayAsync(address));
            return;
        }

        app.Expecting("GetDeliveryPackage failed");
        if (recorded < 81_920)
        {
            // No part of the package had been sent.
            using var answer = await app.Operator.GetAsync(address);
            await answer.ProblemAsync(500, "internal_error");
        }
        else
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => app.Operator.GetByteArrayAsync(address));
        }

        Assert.Contains(app.Logs.Entries, e => e.Level == LogLevel.Error && e.Exception?.Message.Contains("SHA-256", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("sol")]
    [InlineData("nadie")]
    [InlineData("SOL")]
    [InlineData("a%2Fb")]
    public async Task A_package_that_was_not_made_is_not_found(string contender)
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync(Process);
        using var answer = await app.Operator.GetAsync($"processes/{Process}/operator/deliveries/{contender}/package");
        await answer.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_package_counts_reactions_by_class_and_gives_the_class_of_each_comment()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-06-02T12:00:00-05:00" });
        await Example.LoadAsync(app, Process, MadePackages.Calendar());
        using var entered = await app.Client.PostAsync($"processes/{Process}/visitors/waiting", null);
        var ticket = (await entered.JsonAsync(HttpStatusCode.Accepted)).Text("ticket");
        app.Time.Advance(TimeSpan.FromMinutes(1));
        using var issued = await app.Client.PostAsync($"processes/{Process}/visitors", Answers.Json(new { ticket }));
        using var queued = app.NewClient();
        queued.DefaultRequestHeaders.Authorization = new("Bearer", (await issued.JsonAsync(HttpStatusCode.Created)).Text("token"));
        var (ordinary, machine) = (await app.NewVisitorAsync(Process), await app.NewVisitorAsync(Process));

        await ordinary.ReactAsync("sol-legislatura", "like");
        await new TestVisitor(Process, "", queued).ReactAsync("sol-legislatura", "like");
        for (var i = 0; i <= 31; i++) await machine.ReactAsync("sol-legislatura", i % 2 == 0 ? "like" : "dislike");
        var receipt = await new TestVisitor(Process, "", queued).CommentAsync("sol-legislatura", "Más parques");
        await TestApp.WaitUntilAsync(async () => await ordinary.StatusOfAsync(receipt) != "received", "it is moderated");
        app.Time.SetUtcNow(At("2021-06-10T00:00:00-05:00"));
        await TestApp.WaitUntilAsync(async () => await app.AdvanceAsync(Process) == "complete", "all packages are made");

        var sol = await app.OpenPackageAsync(Process, "sol");
        Assert.Contains("\r\nsol-legislatura,platform,2,1,1,0,1,0,0,1\r\n", sol.Read("reactions.csv"), StringComparison.Ordinal);
        Assert.EndsWith(",comment,Más parques,B\r\n", sol.Read("comments.csv"), StringComparison.Ordinal);
    }

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
}
