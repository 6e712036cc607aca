using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Candidacies;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.Tests.OpenApi;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.TestSupport;
using Xunit.Abstractions;

namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class GetPopoloTests(SharedApp shared, ITestOutputHelper output) : SharedAppTest(shared)
{
    private static readonly Candidate[] Candidates =
    [
        new("ana-diaz", "Ana Díaz", "alianza", "diputacion", "legislature-7", 1, CandidacyRole.Owner, "mujer", true),
        new("eva-ruiz", "Eva Ruiz", "alianza", "diputacion", "legislature-7", 1, CandidacyRole.Alternate, "mujer", false),
        new("leo-sol", "Leo Sol", "sol", "diputacion", "legislature", 3, CandidacyRole.Owner, "hombre", false),
        new("paz-mar", "Paz Mar", "mar", "regiduria", "council-15106", 2, CandidacyRole.Owner, "mujer", false),
    ];

    /// <summary>The members of Popolo's schemas that we use, and the extensions of docs/popolo.md.</summary>
    private static readonly Dictionary<string, string[]> Words = new()
    {
        ["organizations"] = ["id", "name", "other_names", "classification", "area_id", "color", "platforms"],
        ["areas"] = ["id", "name", "identifier", "classification"],
        ["posts"] = ["id", "label", "role", "organization_id", "area_id"],
        ["persons"] = ["id", "name", "gender"],
        ["memberships"] = ["id", "role", "person_id", "member", "organization_id", "post_id", "on_behalf_of_id", "contest", "position", "candidacy_role", "head"],
    };

    [Fact]
    public async Task Popolo_has_the_five_lists_of_its_classes() =>
        Assert.Equal(["organizations", "areas", "posts", "persons", "memberships"], (await GetAsync()).Names());

    [Fact]
    public async Task Contenders_and_elected_bodies_are_organizations() => Assert.Equal(
        [
            "contender/sol party", "contender/luna party", "contender/mar party", "contender/alianza coalition", "contender/ana-nunez independent",
            "body/legislature legislature", "body/council-15025 council", "body/council-15106 council",
        ],
        (await GetAsync()).GetProperty("organizations").EnumerateArray().Select(o => $"{o.Text("id")} {o.Text("classification")}"));

    [Fact]
    public async Task Districts_and_municipalities_are_areas() => Assert.Equal(62, (await GetAsync()).GetProperty("areas").GetArrayLength());

    [Fact]
    public async Task An_office_of_a_district_is_a_post_with_an_area() => Approved.Matches(Post(await GetAsync(), "diputacion/legislature-7").Indented());

    [Fact]
    public async Task The_parties_of_a_coalition_are_its_members()
    {
        var parties = (await GetAsync()).GetProperty("memberships").EnumerateArray().Where(m => m.Text("role") == "member party");
        Approved.Matches(JsonSerializer.SerializeToElement(parties).Indented());
    }

    [Fact]
    public void A_candidate_is_a_person() => Assert.Equal(
        """{"id":"candidate/ana-diaz","name":"Ana Díaz","gender":"mujer"}""", WithCandidates().GetProperty("persons")[0].GetRawText());

    [Fact]
    public void A_candidacy_is_a_membership_on_behalf_of_the_contender() => Approved.Matches(WithCandidates().GetProperty("memberships")[0].Indented());

    [Fact]
    public void A_seat_from_a_state_wide_list_is_a_post_without_an_area() => Assert.Equal(
        """{"id":"diputacion/legislature","label":"diputacion, legislature","role":"diputacion","organization_id":"body/legislature"}""",
        Post(WithCandidates(), "diputacion/legislature").GetRawText());

    [Fact]
    public async Task Candidates_appear_when_their_window_opens_and_caches_expire_by_then()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { At = "2021-04-29T23:59:30-05:00" });
        await Example.LoadAsync(app, "edomex-2021");
        await AddCandidatesAsync(app, Candidates);
        using var before = await app.Client.GetAsync("processes/edomex-2021/popolo.json");
        Assert.Equal(TimeSpan.FromSeconds(30), before.Headers.CacheControl!.MaxAge);
        Assert.DoesNotContain("Ana Díaz", await before.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        app.Time.Advance(TimeSpan.FromSeconds(30));
        using var after = await app.Client.GetAsync("processes/edomex-2021/popolo.json");
        await after.AssertDescribedAsync("GetPopolo");
        var popolo = await after.JsonAsync();
        Assert.Equal(4, popolo.GetProperty("persons").GetArrayLength());
        AssertWhole(popolo);
    }

    [Fact]
    public async Task Platforms_appear_only_while_their_window_is_open()
    {
        var open = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/popolo.json");
        Assert.Equal(
            """[{"id":"luna-legislatura","scope":"legislature","title":"Plataforma de luna"}]""",
            open.GetProperty("organizations")[1].GetProperty("platforms").GetRawText());
        AssertWhole(open);

        await Example.LoadAsync(Shared.App, "sin-plataformas", TestCalendar.Empty.With("information", ("2021-04-10T00:00:00-05:00", "2021-06-03T00:00:00-05:00")));
        var closed = await Shared.App.Client.GetStringAsync("processes/sin-plataformas/popolo.json");
        Assert.DoesNotContain("luna-legislatura", closed, StringComparison.Ordinal);
    }

    [Fact]
    public void Popolo_of_a_real_election_has_between_5_and_20_MB()
    {
        var content = new ContentIndex(new ProcessContent
        {
            Contenders = [.. Enumerable.Range(1, 11).Select(i => new Contender($"partido-{i}", $"Partido {i}", $"P{i}", ContenderKind.Party, [], "#000000", null))],
            Municipalities = [.. Enumerable.Range(1, 125).Select(i => new ServerlessDecide.Geography.Municipality($"15{i:d3}", $"Municipio {i}", 19, -99))],
            Candidates = [.. Enumerable.Range(0, 30_000).Select(i => new Candidate(
                $"maria-guadalupe-hernandez-{i}", $"María Guadalupe Hernández {i}", $"partido-{(i % 11) + 1}", "regiduria", $"council-15{(i % 125) + 1:d3}", (i % 12) + 1, (CandidacyRole)(i % 2), "mujer", false))],
        });
        var watch = Stopwatch.StartNew();
        var document = PublicDocument.Json(PopoloAnswer.From(content, true, true), Json.Popolo.PopoloAnswer);
        var bytes = (document.Weight - 1_000) / 2;
        output.WriteLine($"{bytes:n0} bytes in {watch.ElapsedMilliseconds} ms");
        Assert.InRange(bytes, 5_000_000, 20_000_000);
    }

    /// <summary>Asserts that every reference resolves, every id is unique in its list, and every member is Popolo's or a documented extension.</summary>
    private static void AssertWhole(JsonElement popolo)
    {
        var ids = Words.Keys.ToDictionary(list => list, list => popolo.GetProperty(list).EnumerateArray().Select(i => i.Text("id")).ToHashSet(StringComparer.Ordinal));
        foreach (var (list, words) in Words)
        {
            Assert.Equal(popolo.GetProperty(list).GetArrayLength(), ids[list].Count);
            foreach (var item in popolo.GetProperty(list).EnumerateArray())
            {
                Assert.Empty(item.Names().Except(words));
                foreach (var (member, target) in new[] { ("organization_id", "organizations"), ("on_behalf_of_id", "organizations"), ("area_id", "areas"), ("post_id", "posts"), ("person_id", "persons") })
                {
                    if (item.TryGetProperty(member, out var id)) Assert.Contains(id.GetString()!, ids[target]);
                }
            }
        }
    }

    private static JsonElement WithCandidates() => Write(PopoloAnswer.From(
        new ContentIndex(new ProcessContent
        {
            Contenders = [.. ((string[])["sol", "mar", "alianza"]).Select(id => new Contender(id, id, id, ContenderKind.Party, [], "#000000", null))],
            Districts = [new("7", "Tenancingo")],
            Municipalities = [new("15106", "Toluca", 19, -99)],
            Candidates = Candidates,
        }),
        withCandidates: true,
        withPlatforms: true));

    private static JsonElement Post(JsonElement popolo, string id) => popolo.GetProperty("posts").EnumerateArray().Single(p => p.Text("id") == id);

    private Task<JsonElement> GetAsync() => Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/popolo.json");

    private static JsonElement Write(PopoloAnswer popolo) => JsonSerializer.SerializeToElement(popolo, Json.Popolo.PopoloAnswer);

    private static async Task AddCandidatesAsync(TestApp app, IReadOnlyList<Candidate> candidates)
    {
        var (catalogs, contents, published) = (app.Services.GetRequiredService<CatalogStore>(), app.Services.GetRequiredService<ContentStore>(), app.Services.GetRequiredService<PublishedProcessCache>());
        var process = (await published.FindAsync("edomex-2021", default))!;
        var version = await contents.WriteAsync(process.Process.Id, process.Content.All with { Candidates = candidates }, default);
        await catalogs.ChangeAsync(catalog => catalog.Replace(catalog.Find(process.Process.Id)! with { ContentVersion = version }), default);
        await published.RefreshAsync(default);
    }
}
