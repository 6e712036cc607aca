using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Tools.Capacity;

namespace ServerlessDecide.Tools.Tests.Capacity;

/// <summary>What each call costs in requests to storage: measured here, kept in tools/operations.json, told in docs/reference.md.</summary>
public sealed class OperationsTests
{
    private const string Process = "edomex-2021";
    private const string Platform = $"processes/{Process}/platforms/sol-legislatura";

    private static readonly string Kept = Path.Combine(Repository.Root, "tools", "operations.json");

    [Fact]
    public async Task Each_call_costs_the_operations_in_the_file()
    {
        var measured = Operations.Write(await MeasureAsync());
        var kept = File.Exists(Kept) ? (await File.ReadAllTextAsync(Kept)).TrimEnd() : "";
        var received = Path.ChangeExtension(Kept, "received.txt");
        File.Delete(received);
        if (measured == kept) return;
        await File.WriteAllTextAsync(received, measured + "\n");
        Assert.Fail($"tools/operations.json is not what was measured:\n{measured}\n"
            + $"Where that is right: mv '{received}' '{Kept}', tools/capacity --write, and correct the table of docs/reference.md.");
    }

    [Fact]
    public void The_reference_says_the_same_of_every_call_over_HTTP()
    {
        var listed = MarkdownTable.Read("docs/reference.md", "endpoint", "measured").Where(row => row["measured"].Length > 0)
            .Select(row => $"{Assert.Single(MarkdownTable.Spans(row["measured"]))}: {row["average"]}");
        // Of what queues and timers do nobody waits for an answer; docs/cost.md counts it.
        var measured = Operations.Read(Kept).Where(o => o.Key.Contains(' ', StringComparison.Ordinal))
            .Select(o => $"{o.Key}: {o.Value.All.ToString(CultureInfo.InvariantCulture)}");
        Assert.Equal(measured.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static async Task<SortedDictionary<string, Operations>> MeasureAsync()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var prefix = Azurite.NewPrefix();
        Uri import;
        await using (var loader = await TestApp.StartAsync(new() { Prefix = prefix }))
        {
            await Example.LoadAsync(loader, Process);
            using var posted = await loader.Operator.PostAsync($"processes/{Process}/operator/imports/glossary", Csv());
            import = posted.Headers.Location!;
            await TestApp.WaitUntilAsync(
                async () => (await loader.Operator.GetFromJsonAsync<JsonElement>(import)).GetProperty("status").GetString() == "done", "the import ends");
        }

        // Queue functions would be counted with the call that sent the message.
        var settings = new Dictionary<string, string?>
        {
            ["AzureWebJobs.CommentProcessor.Disabled"] = "true",
            ["AzureWebJobs.ImportProcessor.Disabled"] = "true",
            // On Azure a listener is always active.
            ["Standalone:Figures"] = "true",
        };
        await using var app = await TestApp.StartAsync(new() { Prefix = prefix, Storage = proxy.ConnectionString, Settings = settings });
        var measured = new SortedDictionary<string, Operations>(StringComparer.Ordinal);

        // A warm instance on a day whose tables exist: everything has been done once.
        var first = await app.NewVisitorAsync(Process);
        var shard = await VisitorsOfOneShardAsync(app, proxy, first);
        var solution = Altcha.Solve(await app.Client.GetFromJsonAsync<JsonElement>($"processes/{Process}/challenge"));
        var earlier = await first.CommentAsync("sol-legislatura", "Antes");

        await CountAsync("GET platform", () => app.Client.GetAsync(Platform));
        await CountAsync("POST visits", () => app.Client.PostAsJsonAsync($"processes/{Process}/visits", new { view = "home" }));
        await CountAsync("GET challenge", () => app.Client.GetAsync($"processes/{Process}/challenge"));
        await CountAsync("POST visitors", () => app.Client.PostAsJsonAsync($"processes/{Process}/visitors", new { altcha = solution }));
        await CountAsync("PUT reaction", () => shard.Client.PutAsJsonAsync(Platform + "/reaction", new { value = "like" }));
        await CountAsync("PUT reaction again", () => shard.Client.PutAsJsonAsync(Platform + "/reaction", new { value = "like" }));
        await CountAsync("PUT reaction changed", () => shard.Client.PutAsJsonAsync(Platform + "/reaction", new { value = "dislike" }));
        await CountAsync("GET reaction", () => shard.Client.GetAsync(Platform + "/reaction"));
        await CountAsync("GET own reactions", () => shard.Client.GetAsync($"processes/{Process}/visitors/me/reactions"));
        await CountAsync("DELETE reaction", () => shard.Client.DeleteAsync(Platform + "/reaction"));
        var receipt = "";
        await CountAsync("POST comment", async () =>
        {
            var answer = await shard.Client.PostAsJsonAsync(Platform + "/comments", new { kind = "idea", text = "Más agua" });
            receipt = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("receipt").GetString()!;
            return answer;
        });
        await CountAsync("CommentProcessor", () => ModerateAsync(app, receipt));
        using (await ModerateAsync(app, earlier))
        {
            // Now no comment waits.
        }

        await CountAsync("GET comment", () => shard.Client.GetAsync($"processes/{Process}/comments/{receipt}"));
        foreach (var timer in (string[])["RequeueCommentsTimer", "AggregateStatisticsTimer", "MakePackagesTimer", "ReadBacklogTimer", "ForgetProofsTimer", "ForgetNetworksTimer", "CountModerationTimer"])
        {
            // Measured when there is nothing new since the last run.
            await app.FireAsync(timer);
            await CountAsync(timer, () => app.Operator.PostAsync(new Uri(app.Root, $"/admin/functions/{timer}?wait=true"), null));
        }

        await CountAsync("POST processes", () => app.Operator.PostAsJsonAsync(
            "processes", new { id = "otro-2021", name = "Otro", timeZone = "America/Mexico_City", electionDay = "2021-06-06", activities = TestCalendar.Of2021().Activities }));
        await CountAsync("PUT calendar", () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Put, $"processes/{Process}/operator/calendar")
            {
                Content = JsonContent.Create(new { activities = TestCalendar.Of2021().Activities }),
            };
            request.Headers.TryAddWithoutValidation("If-Match", "*");
            return app.Operator.SendAsync(request);
        });
        await CountAsync("POST import", () => app.Operator.PostAsync($"processes/{Process}/operator/imports/glossary", Csv()));
        await CountAsync("POST import again", () => app.Operator.PostAsync($"{import}/publish", null));
        await CountAsync("GET import", () => app.Operator.GetAsync(import));
        await CountAsync("GET imports", () => app.Operator.GetAsync($"processes/{Process}/operator/imports"));

        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-06-10T00:00:00-05:00", CultureInfo.InvariantCulture));
        await TestApp.WaitUntilAsync(
            async () =>
            {
                using var answer = await app.Operator.PostAsync($"processes/{Process}/operator/packages", null);
                return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString() == "complete";
            },
            "all packages are made");
        await CountAsync("GET deliveries", () => app.Operator.GetAsync($"processes/{Process}/operator/deliveries"));
        await CountAsync("GET package", () => app.Operator.GetAsync($"processes/{Process}/operator/deliveries/sol/package"));
        return measured;

        async Task CountAsync(string name, Func<Task<HttpResponseMessage>> call)
        {
            proxy.Forget();
            using var answer = await call();
            Assert.True(answer.IsSuccessStatusCode, $"{name}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            measured[name] = Count(proxy.Requests);
        }
    }

    /// <summary>Returns a visitor whose table of the day exists, because another visitor of the same shard has reacted.</summary>
    private static async Task<TestVisitor> VisitorsOfOneShardAsync(TestApp app, StorageProxy proxy, TestVisitor first)
    {
        await first.ReactAsync("luna-legislatura", "like");
        while (true)
        {
            var next = await app.NewVisitorAsync(Process);
            proxy.Forget();
            await next.ReactAsync("luna-legislatura", "like");
            if (!proxy.Requests.Any(r => r.Target.Contains("/Tables", StringComparison.Ordinal))) return next;
        }
    }

    private static Operations Count(IEnumerable<StorageRequest> requests)
    {
        var (tableReads, tableWrites, blobReads, blobWrites, queue) = (0, 0, 0, 0, 0);
        foreach (var request in requests)
        {
            var reads = request.Method is "GET" or "HEAD";
            switch (request.Service)
            {
                // The host's own locks and schedules.
                case StorageService.Blob when request.Target.Contains("azure-webjobs-hosts", StringComparison.Ordinal):
                // The host's polling of queues, and its deletes.
                case StorageService.Queue when request.Method == "DELETE" || (reads && request.Target.Contains("/messages", StringComparison.Ordinal)):
                    break;
                case StorageService.Table:
                    if (reads) tableReads++;
                    else tableWrites++;
                    break;
                case StorageService.Blob:
                    if (reads) blobReads++;
                    else blobWrites++;
                    break;
                default:
                    queue++;
                    break;
            }
        }

        return new Operations(tableReads, tableWrites, blobReads, blobWrites, queue);
    }

    private static Task<HttpResponseMessage> ModerateAsync(TestApp app, string receipt) => app.Operator.PostAsJsonAsync(
        new Uri(app.Root, "/admin/functions/CommentProcessor?wait=true"), new { input = JsonSerializer.Serialize(new { process = Process, receipt }) });

    private static StringContent Csv()
    {
        var content = new StringContent(Example.Glossary);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv");
        return content;
    }
}
