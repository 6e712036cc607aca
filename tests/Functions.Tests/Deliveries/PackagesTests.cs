using System.Globalization;
using System.IO.Compression;
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
public sealed class PackagesTests
{
    private const string Process = "edomex-2021";

    [Fact]
    public async Task After_the_deliveries_open_every_contender_gets_a_package_with_exactly_what_it_received()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-06-02T12:00:00-05:00" });
        await Example.LoadAsync(app, Process, Calendar());
        var visitors = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => app.NewVisitorAsync(Process)));
        foreach (var visitor in visitors) await visitor.ReactAsync("sol-legislatura", "like");
        await visitors[0].ReactAsync("sol-legislatura", "dislike");
        await visitors[1].ReactAsync("luna-legislatura", "like");
        var accepted = await visitors[0].CommentAsync("sol-legislatura", "=Agua, \"para todos\"\nsiempre 🌵", "proposal");
        var held = await visitors[1].CommentAsync("sol-ayuntamientos", "Mira https://example.org");
        using var proposed = await visitors[2].Client.PutAsync($"processes/{Process}/proposals/sol-7-agua/reaction", Answers.Json(new { value = "dislike" }));
        using var about = await visitors[2].Client.PostAsync($"processes/{Process}/proposals/luna-7-agua/comments", Answers.Json(new { kind = "idea", text = "Medidores" }));
        var ofProposal = (await about.JsonAsync(HttpStatusCode.Accepted)).Text("receipt");
        await TestApp.WaitUntilAsync(async () => await visitors[0].StatusOfAsync(accepted) != "received" && await visitors[0].StatusOfAsync(held) != "received", "both are moderated");

        Assert.Empty((await app.Operator.GetJsonAsync($"processes/{Process}/operator/deliveries")).Items());
        using var early = await app.Operator.PostAsync($"processes/{Process}/operator/packages", null);
        Assert.Equal("2021-06-10T00:00:00-05:00", (await early.ProblemAsync(403, "activity_closed")).Text("opensAt"));
        await app.FireAsync("MakePackagesTimer");
        Assert.Empty((await app.Operator.GetJsonAsync($"processes/{Process}/operator/deliveries")).Items());
        using var notYet = await PutCalendarAsync(app);
        Assert.Equal(HttpStatusCode.OK, notYet.StatusCode);

        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-06-10T00:00:00-05:00", CultureInfo.InvariantCulture));
        Assert.Equal("counting", await AdvanceAsync(app));
        using var begun = await PutCalendarAsync(app);
        await begun.ProblemAsync(409, "deliveries_begun");
        await TestApp.WaitUntilAsync(async () => await AdvanceAsync(app) == "packaging", "all shards are counted");
        await TestApp.WaitUntilAsync(async () => await AdvanceAsync(app) == "complete", "all packages are made");
        await app.FireAsync("MakePackagesTimer");

        var list = (await app.Operator.GetJsonAsync($"processes/{Process}/operator/deliveries")).Items();
        Assert.Equal(["alianza", "ana-nunez", "luna", "mar", "sol"], list.Select(d => d.Text("contender")));
        foreach (var delivery in list)
        {
            Assert.Equal(["contender", "version", "sha256", "bytes", "releasedAt", "downloads", "acknowledgedAt"], delivery.Names());
            Assert.Equal("2021-06-10T00:00:00-05:00", delivery.Text("releasedAt"));
            using var answer = await app.Operator.GetAsync($"processes/{Process}/operator/deliveries/{delivery.Text("contender")}/package");
            var zip = await answer.Content.ReadAsByteArrayAsync();
            Assert.Equal("application/zip", answer.Content.Headers.ContentType?.ToString());
            Assert.Equal($"{Process}-{delivery.Text("contender")}.zip", answer.Content.Headers.ContentDisposition?.FileName);
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
            Assert.Equal(delivery.GetProperty("bytes").GetInt64(), zip.Length);
            Assert.Equal(delivery.Text("sha256"), Convert.ToHexStringLower(SHA256.HashData(zip)));
        }

        var sol = await OpenAsync(app, "sol");
        Assert.Equal(
            "target,kind,likes,dislikes,likesA,dislikesA,likesB,dislikesB,likesC,dislikesC\r\nsol-ayuntamientos,platform,0,0,0,0,0,0,0,0\r\nsol-legislatura,platform,4,1,4,1,0,0,0,0\r\n"
            + "sol-7-agua,proposal,0,1,0,1,0,0,0,0\r\nsol-7-campo,proposal,0,0,0,0,0,0,0,0\r\n",
            Read(sol, "reactions.csv"));
        Assert.Equal(
            $"receipt,receivedAt,target,targetKind,kind,text,class\r\n{accepted},2021-06-02T12:00:00-05:00,sol-legislatura,platform,proposal,\"=Agua, \"\"para todos\"\"\nsiempre 🌵\",A\r\n",
            Read(sol, "comments.csv"));
        Assert.Contains($"{held},2021-06-02T12:00:00-05:00,sol-ayuntamientos,platform,comment,Mira https://example.org,A,held,link\r\n", Read(sol, "annex/quarantined.csv"), StringComparison.Ordinal);
        foreach (var line in Read(sol, "SHA256SUMS").TrimEnd('\n').Split('\n'))
        {
            var (hash, name) = (line[..64], line[66..]);
            await using var entry = await sol.GetEntry(name)!.OpenAsync();
            Assert.Equal(hash, Convert.ToHexStringLower(await SHA256.HashDataAsync(entry)));
        }

        Assert.Equal(
            $"receipt,receivedAt,target,targetKind,kind,text,class\r\n{ofProposal},2021-06-02T12:00:00-05:00,luna-7-agua,proposal,idea,Medidores,A\r\n",
            Read(await OpenAsync(app, "luna"), "comments.csv"));

        var mar = await OpenAsync(app, "mar");
        Assert.Equal("target,kind,likes,dislikes,likesA,dislikesA,likesB,dislikesB,likesC,dislikesC\r\nmar-legislatura,platform,0,0,0,0,0,0,0,0\r\n", Read(mar, "reactions.csv"));
        Assert.Equal("receipt,receivedAt,target,targetKind,kind,text,class\r\n", Read(mar, "comments.csv"));
    }

    [Fact]
    public async Task The_timer_alone_makes_the_packages_and_waits_for_the_last_comment()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-06-02T12:00:00-05:00" });
        await Example.LoadAsync(app, Process, Calendar());
        var visitor = await app.NewVisitorAsync(Process);
        var receipt = await visitor.CommentAsync("sol-legislatura", "Más árboles");
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "accepted", "the comment is moderated");
        await CommentRows.ForgetDecisionAsync(app, Process, receipt);

        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-06-10T00:00:00-05:00", CultureInfo.InvariantCulture));
        Assert.Equal("awaiting_moderation", await AdvanceAsync(app));
        await app.FireAsync("MakePackagesTimer");
        Assert.Empty((await app.Operator.GetJsonAsync($"processes/{Process}/operator/deliveries")).Items());

        await app.FireAsync("RequeueCommentsTimer");
        await TestApp.WaitUntilAsync(
            async () =>
            {
                await app.FireAsync("MakePackagesTimer");
                return (await app.Operator.GetJsonAsync($"processes/{Process}/operator/deliveries")).Items().Count == 5;
            },
            "five packages are made");
        Assert.Contains(receipt, Read(await OpenAsync(app, "sol"), "comments.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packages_begin_an_hour_after_the_closing_for_a_process_that_was_created_after_it()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-06-03T00:00:00-05:00" });
        await Example.LoadAsync(app, Process, Calendar().With("deliveries", ("2021-06-03T01:00:00-05:00", "2021-12-31T00:00:00-06:00")));
        app.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("counting", await AdvanceAsync(app));
    }

    [Fact]
    public async Task Packages_begin_only_once_their_opening_has_stood_in_the_calendar_for_a_day()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-06-02T12:00:00-05:00" });
        await Example.LoadAsync(app, Process, Calendar());
        // After the last closing an earlier opening costs no visitor any time: it is in force at once, and must still stand for a day.
        app.Time.SetUtcNow(At("2021-06-04T12:00:00-05:00"));
        using var earlier = await app.PutCalendarAsync(Process, Calendar().With("deliveries", ("2021-06-04T13:00:00-05:00", "2021-12-31T00:00:00-06:00")));
        Assert.Equal(HttpStatusCode.OK, earlier.StatusCode);
        app.Time.SetUtcNow(At("2021-06-05T11:59:59-05:00"));
        using var answer = await app.Operator.PostAsync($"processes/{Process}/operator/packages", null);
        var waiting = await answer.JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(("not_open", "2021-06-05T12:00:00-05:00"), (waiting.Text("state"), waiting.Text("beginsAt")));

        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("counting", await AdvanceAsync(app));
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

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);

    private static TestCalendar Calendar()
    {
        var lastDay = ("2021-06-02T00:00:00-05:00", "2021-06-03T00:00:00-05:00");
        return TestCalendar.Of2021().With("react-to-platforms", lastDay).With("react-to-proposals", lastDay);
    }

    private static async Task<string> AdvanceAsync(TestApp app)
    {
        using var answer = await app.Operator.PostAsync($"processes/{Process}/operator/packages", null);
        var state = await answer.JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(["state", "beginsAt"], state.Names());
        return state.Text("state");
    }

    private static Task<HttpResponseMessage> PutCalendarAsync(TestApp app) =>
        app.PutCalendarAsync(Process, Calendar());

    [Fact]
    public async Task A_package_counts_reactions_by_class_and_gives_the_class_of_each_comment()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-06-02T12:00:00-05:00" });
        await Example.LoadAsync(app, Process, Calendar());
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
        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-06-10T00:00:00-05:00", CultureInfo.InvariantCulture));
        await TestApp.WaitUntilAsync(async () => await AdvanceAsync(app) == "complete", "all packages are made");

        var sol = await OpenAsync(app, "sol");
        Assert.Contains("\r\nsol-legislatura,platform,2,1,1,0,1,0,0,1\r\n", Read(sol, "reactions.csv"), StringComparison.Ordinal);
        Assert.EndsWith(",comment,Más parques,B\r\n", Read(sol, "comments.csv"), StringComparison.Ordinal);
    }

    private static async Task<ZipArchive> OpenAsync(TestApp app, string contender) =>
        new(new MemoryStream(await app.Operator.GetByteArrayAsync($"processes/{Process}/operator/deliveries/{contender}/package")));

    private static string Read(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
