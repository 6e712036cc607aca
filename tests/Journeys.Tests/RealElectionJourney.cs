using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>The election of 2021 from the day before it opens to the packages, on the real geography and the real parties.</summary>
public sealed class RealElectionJourney
{
    private const string Process = "edomex-2021";
    private static readonly string[] Texts =
    [
        "Más árboles en las banquetas de Ecatepec", "es un corrupto y un inepto", "Que el transporte llegue a San José del Rincón 🚌",
        "Escríbanme a maria.lopez@example.org", "te voy a matar", "Vean https://example.org/oferta", "=SUMA(A1:A9)", "línea uno\nlínea \"dos\"",
    ];

    [RealDataFact]
    public async Task Reactions_and_comments_reach_each_party_completely_and_only_in_their_time()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { At = "2021-04-09T23:59:58-05:00" });
        var institute = new Institute(new HttpClient { BaseAddress = app.Root });
        await institute.CreateProcessAsync(Process);
        await institute.MustImportAsync(Process, "districts", RealData.Districts);
        await institute.MustImportAsync(Process, "municipalities", RealData.Municipalities);
        await institute.MustImportAsync(Process, "sections", RealData.Sections);
        await institute.MustImportAsync(Process, "contenders", RealData.Contenders);
        await institute.MustImportAsync(Process, "platforms", JsonSerializer.Serialize(RealData.ContenderIds.Select(id => Institute.Platform(Plan(id), id))));

        // Two seconds before the first opening everything is closed, and each answer says when it opens.
        foreach (var path in new[] { "districts", "sections/0001", "contenders", "platforms", "platforms/" + Plan("mc") })
        {
            await MustBeClosedAsync(app, path, "opensAt", "2021-04-10T00:00:00-05:00");
        }

        // No visitor can collect credentials beforehand.
        await MustBeClosedAsync(app, "challenge", "opensAt", "2021-04-10T00:00:00-05:00");
        using var early = app.EarlierVisitor(Process).Client;
        using var reaction = await early.PutAsJsonAsync($"processes/{Process}/platforms/{Plan("mc")}/reaction", new { value = "like" });
        Assert.Equal(HttpStatusCode.Forbidden, reaction.StatusCode);
        using var comment = await early.PostAsJsonAsync($"processes/{Process}/platforms/{Plan("mc")}/comments", new { kind = "idea", text = "pronto" });
        Assert.Equal(HttpStatusCode.Forbidden, comment.StatusCode);

        app.Time.SetUtcNow(Moment("2021-04-10T00:00:00-05:00"));
        await TheGeographyIsThatOf2021Async(app);
        var said = new Ledger();

        // On one day: many people at once on one target, and one person many times at once.
        var crowd = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => ArriveAsync(app)));
        await Task.WhenAll(crowd.Select((citizen, i) => said.ReactAsync(citizen, "mc", i % 4 == 0 ? "dislike" : "like")));
        var eager = await ArriveAsync(app);
        var receipts = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => eager.ReactAsync(Plan("pt"), "like")));
        said.Note(eager, "pt", "like");
        Assert.Single(receipts.Distinct(StringComparer.Ordinal));

        // On other days: everybody reacts to several platforms, changes stances, withdraws and comments.
        var chance = new Random(20210606);
        foreach (var day in new[] { "2021-04-22T18:30:00-05:00", "2021-05-10T09:00:00-05:00", "2021-06-02T23:59:59-05:00" })
        {
            app.Time.SetUtcNow(Moment(day));
            foreach (var chunk in crowd.Chunk(16))
            {
                await Task.WhenAll(chunk.Select(citizen => (Citizen: citizen, Do: chance.Next(10), Party: RealData.ContenderIds[chance.Next(11)], Text: Texts[chance.Next(Texts.Length)]))
                    .Select(async act =>
                    {
                        if (act.Do < 7) await said.ReactAsync(act.Citizen, act.Party, act.Do % 2 == 0 ? "like" : "dislike");
                        if (act.Do == 7) await said.WithdrawAsync(act.Citizen, "mc");
                        if (act.Do > 4) await said.CommentAsync(act.Citizen, act.Party, act.Text);
                    }));
            }
        }

        var late = await ArriveAsync(app);

        // The quiet period: closed to the second. Reactions and comments stand.
        app.Time.SetUtcNow(Moment("2021-06-03T00:00:00-05:00"));
        var (status, refusal) = await eager.SendAsync(HttpMethod.Put, $"platforms/{Plan("mc")}/reaction", new { value = "like" });
        Assert.Equal((HttpStatusCode.Forbidden, "activity_closed"), (status, refusal.GetProperty("code").GetString()));
        Assert.Equal("2021-06-03T00:00:00-05:00", refusal.GetProperty("closedAt").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await eager.SendAsync(HttpMethod.Post, $"platforms/{Plan("mc")}/comments", new { kind = "idea", text = "tarde" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await eager.SendAsync(HttpMethod.Delete, $"platforms/{Plan("pt")}/reaction")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await eager.SendAsync(HttpMethod.Get, $"platforms/{Plan("pt")}/reaction")).Status);
        await MustBeClosedAsync(app, "statistics", "opensAt", "2021-06-10T00:00:00-05:00");
        await MustBeClosedAsync(app, "challenge", "closedAt", "2021-06-03T00:00:00-05:00");
        await app.FireAsync("MakePackagesTimer");
        Assert.Empty((await institute.SendAsync(HttpMethod.Get, $"api/v1/processes/{Process}/operator/deliveries")).Body.GetProperty("items").EnumerateArray());

        app.Time.SetUtcNow(Moment("2021-06-10T00:00:00-05:00"));
        // The credentials of April have expired by now; a receipt works on any device.
        await said.AllAreDecidedAsync(late);
        await app.FireAsync("AggregateStatisticsTimer");
        await StatisticsAddUpAsync(app, said);

        await Eventually.BecomesAsync("the timer has made eleven packages", async () =>
        {
            await app.FireAsync("MakePackagesTimer");
            var made = await institute.SendAsync(HttpMethod.Get, $"api/v1/processes/{Process}/operator/deliveries");
            return made.Body.GetProperty("items").GetArrayLength() == 11;
        });
        foreach (var party in RealData.ContenderIds)
        {
            var package = await institute.DownloadAsync(Process, party);
            Assert.Equal(said.TallyOf(party), package.TallyOf(Plan(party)));
            Assert.Single(package.Reactions);
            var comments = said.CommentsTo(party);
            Assert.Equal(comments.Keys.Order(StringComparer.Ordinal), package.Receipts.Order(StringComparer.Ordinal));
            Assert.All(package.Comments.Concat(package.Quarantined), row => Assert.Equal(comments[row[0]], row[5]));
            Assert.All(package.Comments, row => Assert.DoesNotContain("@example.org", row[5], StringComparison.Ordinal));
            Assert.All(package.Quarantined, row => Assert.NotEmpty(row[7]));
            Assert.Equal(package.Bytes, (await institute.DownloadAsync(Process, party)).Bytes);
        }

        // No log holds a person's text or a credential.
        Assert.All(Texts, text => Assert.False(app.Logs.Contains(text)));
        Assert.False(app.Logs.Contains(eager.Token));
    }

    private static async Task TheGeographyIsThatOf2021Async(TestApp app)
    {
        var districts = await GetAsync(app, "districts?limit=500");
        Assert.Equal(45, districts.GetProperty("items").GetArrayLength());
        Assert.Equal(12_376_517, districts.GetProperty("items").EnumerateArray().Sum(d => d.GetProperty("registeredVoters").GetInt32()));
        Assert.Equal(6_530, districts.GetProperty("items").EnumerateArray().Sum(d => d.GetProperty("sections").GetInt32()));

        // The default page has fifty items; following the cursors gives each municipality once.
        var codes = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync(app, "municipalities" + (cursor.Length > 0 ? "?cursor=" + cursor : ""));
            codes.AddRange(page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("code").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }

        Assert.Equal(Enumerable.Range(15001, 125).Select(code => code.ToString(CultureInfo.InvariantCulture)), codes);

        var toluca = await GetAsync(app, "municipalities/15106");
        Assert.Equal("Toluca", toluca.GetProperty("name").GetString());
        var section = await GetAsync(app, "sections/0001");
        Assert.Equal("Acambay de Ruíz Castañeda", section.GetProperty("municipality").GetProperty("name").GetString());
        Assert.Equal("14", section.GetProperty("district").GetProperty("number").GetString());
        Assert.Equal(11, (await GetAsync(app, "contenders")).GetProperty("items").GetArrayLength());
    }

    private static async Task StatisticsAddUpAsync(TestApp app, Ledger said)
    {
        var statistics = await GetAsync(app, "statistics");
        var text = statistics.GetRawText();
        Assert.All(RealData.ContenderIds, id => Assert.DoesNotContain($"\"{id}\"", text, StringComparison.OrdinalIgnoreCase));
        var days = statistics.GetProperty("days").EnumerateArray().ToDictionary(d => d.GetProperty("day").GetString()!, StringComparer.Ordinal);
        Assert.Equal(54, days.Count);
        // 64 in the crowd and one visitor who pressed 64 times, rounded down to tens; a day without reactions shows no figure.
        Assert.Equal(60, days["2021-04-10"].GetProperty("reactions").GetInt32());
        Assert.Equal(JsonValueKind.Null, days["2021-04-11"].GetProperty("reactions").ValueKind);
        Assert.Equal(said.CommentsADay.Sum(d => d.Value / 10 * 10), statistics.GetProperty("totals").GetProperty("comments").GetInt32());
    }

    private static async Task MustBeClosedAsync(TestApp app, string path, string member, string moment)
    {
        using var answer = await app.Client.GetAsync($"processes/{Process}/{path}");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((HttpStatusCode.Forbidden, "activity_closed"), (answer.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal(moment, problem.GetProperty(member).GetString());
    }

    private static async Task<Citizen> ArriveAsync(TestApp app) => await Citizen.ArriveAsync(new HttpClient { BaseAddress = app.Root }, Process);

    private static Task<JsonElement> GetAsync(TestApp app, string path) => app.Client.GetFromJsonAsync<JsonElement>($"processes/{Process}/{path}");

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Plan(string party) => "plataforma-" + party;

    /// <summary>Records, independent of the app, what the citizens did and got receipts for.</summary>
    private sealed class Ledger
    {
        private readonly Dictionary<(Citizen, string), string> stances = [];
        private readonly Dictionary<string, (string Party, string Text)> comments = new(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, int> CommentsADay =>
            comments.Keys.GroupBy(receipt => receipt[..6], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

        public async Task ReactAsync(Citizen citizen, string party, string value)
        {
            await citizen.ReactAsync(Plan(party), value);
            Note(citizen, party, value);
        }

        public async Task WithdrawAsync(Citizen citizen, string party)
        {
            var (status, _) = await citizen.SendAsync(HttpMethod.Delete, $"platforms/{Plan(party)}/reaction");
            Assert.Equal(HttpStatusCode.NoContent, status);
            Note(citizen, party, "none");
        }

        public async Task CommentAsync(Citizen citizen, string party, string text)
        {
            var receipt = await citizen.CommentAsync(Plan(party), text);
            lock (comments) comments.Add(receipt, (party, text));
        }

        public void Note(Citizen citizen, string party, string value)
        {
            lock (stances) stances[(citizen, party)] = value;
        }

        public (int Likes, int Dislikes) TallyOf(string party)
        {
            var values = stances.Where(s => s.Key.Item2 == party).Select(s => s.Value).ToList();
            return (values.Count(v => v == "like"), values.Count(v => v == "dislike"));
        }

        public Dictionary<string, string> CommentsTo(string party) =>
            comments.Where(c => c.Value.Party == party).ToDictionary(c => c.Key, c => c.Value.Text, StringComparer.Ordinal);

        public async Task AllAreDecidedAsync(Citizen citizen)
        {
            foreach (var receipt in comments.Keys)
            {
                await Eventually.BecomesAsync($"{receipt} is decided", async () => await citizen.StatusOfAsync(receipt) != "received");
            }
        }
    }
}
