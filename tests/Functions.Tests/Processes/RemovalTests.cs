using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Audit;
using ServerlessDecide.Content;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Tests.Processes;

/// <summary>A process in which nobody took part is removed by two people.</summary>
[Collection(SharedApp.Name)]
public sealed class RemovalTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    [Fact]
    public async Task A_removed_process_is_gone_for_everybody_and_its_id_stays_taken_and_the_audit_stays()
    {
        await app.CreateProcessAsync("prueba-1", SharedApp.AllOpen);
        using var asked = await AskAsync("prueba-1", "?reason=era%20una%20prueba");
        Assert.Equal("2021-05-10T12:00:00-05:00", (await asked.JsonAsync(HttpStatusCode.Accepted)).Text("removalAskedAt"));
        Assert.Equal("2021-05-10T12:00:00-05:00", (await app.Client.GetJsonAsync("processes/prueba-1")).Text("removalAskedAt"));
        using var twice = await AskAsync("prueba-1");
        await twice.ProblemAsync(409, "removal_pending");

        using var confirmed = await ConfirmAsync("prueba-1");
        Assert.Equal(HttpStatusCode.NoContent, confirmed.StatusCode);
        foreach (var address in new[] { "processes/prueba-1", "processes/prueba-1/districts", "processes/prueba-1/challenge", "processes/prueba-1/calendar.ics" })
        {
            using var gone = await app.Client.GetAsync(address);
            await gone.ProblemAsync(404, "process_not_found");
        }

        using var list = await app.Client.GetAsync("processes?limit=500");
        Assert.DoesNotContain("prueba-1", await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var same = await app.Operator.PostAsync("processes", Answers.Json(
            new { id = "prueba-1", name = "Otra", timeZone = "America/Mexico_City", electionDay = "2021-06-06", activities = SharedApp.AllOpen.Activities }));
        await same.ProblemAsync(409, "process_exists");
        var acts = await app.Services.GetRequiredService<AuditStore>().ReadAsync(ProcessId.Parse("prueba-1"), app.Time.GetUtcNow().AddDays(-1), default)
            .Where(e => e.Action.StartsWith("process.", StringComparison.Ordinal)).ToListAsync();
        Assert.Equal(["process.create", "process.remove.ask", "process.remove.confirm"], acts.Select(a => a.Action).Order());
        Assert.Equal("reason: era una prueba", acts.Single(a => a.Action == "process.remove.ask").Detail);

        // A confirmation that is repeated, because its answer was lost, finishes the same way.
        using var again = await SendAsync(app.SecondPerson, HttpMethod.Post, "processes/prueba-1/operator/removal/confirmation", "\"any\"");
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task The_second_person_must_be_another_and_must_have_seen_what_is_removed()
    {
        await app.CreateProcessAsync("prueba-2", SharedApp.AllOpen);
        using var nothing = await ConfirmAsync("prueba-2");
        await nothing.ProblemAsync(404, "no_removal_pending");
        var before = await app.TagOfAsync("prueba-2");
        using var byConfirmer = await SendAsync(app.SecondPerson, HttpMethod.Delete, "processes/prueba-2", before.Tag);
        await byConfirmer.ProblemAsync(403, "not_allowed");
        using var asked = await AskAsync("prueba-2");
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);

        using var alone = await ConfirmAsync("prueba-2", app.Operator);
        await alone.ProblemAsync(409, "second_person_required");
        using var unseen = await SendAsync(app.SecondPerson, HttpMethod.Post, "processes/prueba-2/operator/removal/confirmation", before.Tag);
        await unseen.ProblemAsync(412, "precondition_failed");
        using var any = await SendAsync(app.SecondPerson, HttpMethod.Post, "processes/prueba-2/operator/removal/confirmation", "*");
        await any.ProblemAsync(428, "precondition_required");

        using var withdrawn = await app.SecondPerson.DeleteAsync("processes/prueba-2/operator/removal");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await withdrawn.JsonAsync()).GetProperty("removalAskedAt").ValueKind);
        using var none = await app.SecondPerson.DeleteAsync("processes/prueba-2/operator/removal");
        await none.ProblemAsync(404, "no_removal_pending");
        await app.NewVisitorAsync("prueba-2");
    }

    [Fact]
    public async Task A_process_with_a_credential_cannot_be_removed_neither_when_it_is_asked_nor_when_it_is_confirmed()
    {
        await app.CreateProcessAsync("prueba-3", SharedApp.AllOpen);
        using (var asked = await AskAsync("prueba-3")) Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        await app.NewVisitorAsync("prueba-3");
        using var confirmed = await ConfirmAsync("prueba-3");
        await confirmed.ProblemAsync(409, "people_took_part");
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync("processes/prueba-3")).StatusCode);
        using (var withdrawn = await app.Operator.DeleteAsync("processes/prueba-3/operator/removal")) Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        using var late = await AskAsync("prueba-3");
        await late.ProblemAsync(409, "people_took_part");
    }

    [Fact]
    public async Task A_request_that_admits_nobody_keeps_no_process()
    {
        await app.CreateProcessAsync("prueba-6", SharedApp.AllOpen);
        using (var bad = await app.Client.PostAsync("processes/prueba-6/visitors", Answers.Json(new { altcha = "e30=" }))) await bad.ProblemAsync(400, "bad_proof");
        using (var asked = await AskAsync("prueba-6")) Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        using (var bad = await app.Client.PostAsync("processes/prueba-6/visitors", Answers.Json(new { ticket = "x" }))) await bad.ProblemAsync(400, "bad_ticket");
        using var confirmed = await ConfirmAsync("prueba-6");
        Assert.Equal(HttpStatusCode.NoContent, confirmed.StatusCode);
    }

    [Fact]
    public async Task A_visitor_who_began_between_the_two_steps_of_a_removal_keeps_the_process()
    {
        var created = await app.CreateProcessAsync("prueba-4", SharedApp.AllOpen);
        await app.NewVisitorAsync("prueba-4");
        // As when an instance that had not read the removal gave out a credential: the catalog says removed, and the visitors' key is there.
        await app.Services.GetRequiredService<CatalogStore>().ChangeAsync(c => c.Remove(c.Find(ProcessId.Parse("prueba-4"))!), default);
        await app.Services.GetRequiredService<PublishedProcessCache>().RefreshAsync(default);
        using var confirmed = await SendAsync(app.SecondPerson, HttpMethod.Post, "processes/prueba-4/operator/removal/confirmation", "\"any\"");
        await confirmed.ProblemAsync(409, "people_took_part");
        Assert.Equal(created.GetRawText(), (await app.Client.GetJsonAsync("processes/prueba-4")).GetRawText());
    }

    [Fact]
    public async Task Once_a_process_is_closed_an_instance_that_knows_nothing_of_it_gives_out_no_credential()
    {
        await app.CreateProcessAsync("prueba-5", SharedApp.AllOpen);
        Assert.True(await app.Services.GetRequiredService<ParticipationEvidence>().TryCloseAsync(ProcessId.Parse("prueba-5"), default));
        var challenge = await app.Client.GetJsonAsync("processes/prueba-5/challenge");
        using var refused = await app.Client.PostAsync("processes/prueba-5/visitors", Answers.Json(new { altcha = Altcha.Solve(challenge) }));
        await refused.ProblemAsync(404, "process_not_found");
        using var earlier = await app.EarlierVisitor("prueba-5").Client.PutAsync("processes/prueba-5/platforms/x/reaction", Answers.Json(new { value = "like" }));
        await earlier.ProblemAsync(404, "process_not_found");
    }

    [Fact]
    public async Task What_is_removed_has_the_content_that_it_had_when_its_removal_was_asked_for()
    {
        await app.CreateProcessAsync("prueba-7", SharedApp.AllOpen);
        using (var asked = await AskAsync("prueba-7")) Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var version = await app.Services.GetRequiredService<ContentStore>().WriteAsync(
            ProcessId.Parse("prueba-7"), ProcessContent.Empty with { Districts = [new("7", "Tenancingo")] }, default);
        await PublishAsync("prueba-7", version);
        using (var changed = await ConfirmAsync("prueba-7")) await changed.ProblemAsync(409, "content_changed");

        using (var withdrawn = await app.SecondPerson.DeleteAsync("processes/prueba-7/operator/removal")) Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        // Also content that cannot be read is content that was asked for.
        app.Expecting("content of process prueba-7");
        await PublishAsync("prueba-7", "broken");
        using (var asked = await AskAsync("prueba-7")) Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        using var confirmed = await ConfirmAsync("prueba-7");
        Assert.Equal(HttpStatusCode.NoContent, confirmed.StatusCode);
    }

    [Fact]
    public async Task A_removal_that_stopped_half_way_is_finished_by_a_timer_once()
    {
        await app.CreateProcessAsync("prueba-8", SharedApp.AllOpen);
        await app.CreateProcessAsync("prueba-9", SharedApp.AllOpen);
        await app.NewVisitorAsync("prueba-9");
        // As when the app died between its two steps, and in one of them an instance that had not read the removal let somebody in.
        var catalogs = app.Services.GetRequiredService<CatalogStore>();
        var (lonely, entered) = (ProcessId.Parse("prueba-8"), ProcessId.Parse("prueba-9"));
        await catalogs.ChangeAsync(c => c.Remove(c.Find(lonely)!).Remove(c.Find(entered)!), default);

        await app.FireAsync("RequeueCommentsTimer");

        var evidence = app.Services.GetRequiredService<ParticipationEvidence>();
        Assert.True(await evidence.IsClosedAsync(lonely, default));
        var read = (await catalogs.ReadAsync(null, default))!;
        Assert.True(read.Catalog.Removed.Single(p => p.Id == lonely).IsClosed);
        Assert.NotNull(read.Catalog.Find(entered));
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync("processes/prueba-9")).StatusCode);

        await app.FireAsync("RequeueCommentsTimer");
        Assert.Null(await catalogs.ReadAsync(read.ETag, default));
    }

    [Fact]
    public async Task An_id_whose_process_was_closed_stays_taken_even_when_an_earlier_version_has_forgotten_it()
    {
        await app.CreateProcessAsync("prueba-10", SharedApp.AllOpen);
        using (var asked = await AskAsync("prueba-10")) Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        using (var confirmed = await ConfirmAsync("prueba-10")) Assert.Equal(HttpStatusCode.NoContent, confirmed.StatusCode);
        await app.Services.GetRequiredService<CatalogStore>().ChangeAsync(
            c => c with { Removed = [.. c.Removed.Where(p => p.Id.Value != "prueba-10")] }, default);

        using var again = await app.Operator.PostAsync("processes", Answers.Json(
            new { id = "prueba-10", name = "Otra", timeZone = "America/Mexico_City", electionDay = "2021-06-06", activities = SharedApp.AllOpen.Activities }));
        await again.ProblemAsync(409, "process_exists");
    }

    [Fact]
    public async Task A_confirmation_whose_write_was_made_is_finished_although_its_answer_was_lost_and_somebody_wrote_after_it()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var cut = await TestApp.StartAsync(new() { Storage = proxy.ConnectionString });
        await cut.CreateProcessAsync("prueba-1", SharedApp.AllOpen);
        await cut.CreateProcessAsync("prueba-2", SharedApp.AllOpen);
        var tag = await cut.TagOfAsync("prueba-1");
        using (var asked = await SendAsync(cut.Operator, HttpMethod.Delete, "processes/prueba-1", tag.Tag)) Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        tag = await cut.TagOfAsync("prueba-1");
        var catalogs = cut.Services.GetRequiredService<CatalogStore>();
        var writes = 0;
        proxy.AfterForward = async request =>
        {
            if (request.Method != "PUT" || !request.Target.Contains("catalog.json", StringComparison.Ordinal) || Interlocked.Increment(ref writes) > 1) return ProxyAction.Continue;
            await catalogs.ChangeAsync(c => c.Replace(c.Find(ProcessId.Parse("prueba-2"))! with { Name = "Otro nombre" }), default);
            return ProxyAction.Cut;
        };

        using var confirmed = await SendAsync(cut.SecondPerson, HttpMethod.Post, "processes/prueba-1/operator/removal/confirmation", tag.Tag);

        Assert.Equal(HttpStatusCode.NoContent, confirmed.StatusCode);
        Assert.True(writes > 1);
        Assert.True(await cut.Services.GetRequiredService<ParticipationEvidence>().IsClosedAsync(ProcessId.Parse("prueba-1"), default));
        Assert.Equal("Otro nombre", (await cut.Client.GetJsonAsync("processes/prueba-2")).Text("name"));
    }

    private async Task PublishAsync(string process, string version)
    {
        await app.Services.GetRequiredService<CatalogStore>().ChangeAsync(
            c => c.Replace(c.Find(ProcessId.Parse(process))! with { ContentVersion = version }), default);
        await app.Services.GetRequiredService<PublishedProcessCache>().RefreshAsync(default);
    }

    private async Task<HttpResponseMessage> AskAsync(string process, string query = "") =>
        await SendAsync(app.Operator, HttpMethod.Delete, $"processes/{process}{query}", (await app.TagOfAsync(process)).Tag);

    private async Task<HttpResponseMessage> ConfirmAsync(string process, HttpClient? by = null) => await SendAsync(
        by ?? app.SecondPerson, HttpMethod.Post, $"processes/{process}/operator/removal/confirmation", (await app.TagOfAsync(process)).Tag);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string address, string tag)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await client.SendAsync(request);
    }
}
