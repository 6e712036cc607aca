using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Bench;

/// <summary>Measures an instance with a whole state's election: import, search, start and memory.</summary>
internal static class ElectionBench
{
    private const string Process = "/api/v1/processes/grande-2021";

    private const string Everything =
        "districts?limit=500 municipalities?limit=500 sections/0001 sections.csv contenders platforms?limit=500 platforms?topic=tema-1 contests?limit=500 " +
        "contests/council-15001 candidates?q=maria candidates/c0 candidates.csv candidates.json candidates.xlsx results?limit=500 results.csv popolo.json";

    public static async Task RunAsync(Published published, Figures figures, bool quick, CancellationToken cancellation)
    {
        var rounds = quick ? 2 : 7;
        var election = new Election();
        figures.Say($"election: {election.Candidates:N0} candidacies, 6,530 sections, results of 170 territories, beside the demonstration, {rounds} rounds");
        await using var azurite = await Azurite.StartAsync();
        await using (var app = await App.StartAsync(published, azurite, cancellation))
        {
            using var client = new HttpClient { BaseAddress = app.At("/"), Timeout = TimeSpan.FromMinutes(2) };
            client.DefaultRequestHeaders.Add("x-functions-key", App.OperatorKey);
            await CreateAsync(client, cancellation);
            await ImportAsync(figures, app, client, election, rounds, cancellation);
            await SearchAsync(figures, app, client, election, rounds, cancellation);
        }

        await HoldAsync(published, figures, azurite, quick ? 1 : 5, cancellation);
        await StartAsync(published, figures, azurite, election, quick ? 3 : 11, cancellation);
    }

    private static async Task CreateAsync(HttpClient client, CancellationToken cancellation)
    {
        var window = new[] { new { opens = "2021-04-10T00:00:00-05:00", closes = "2021-12-31T00:00:00-06:00" } };
        var process = new
        {
            id = "grande-2021",
            name = "Elección completa",
            timeZone = "America/Mexico_City",
            electionDay = "2021-06-06",
            activities = "information platforms candidates results".Split(' ').Select(activity => new { activity, windows = window }),
        };
        using var answer = await client.PostAsJsonAsync("/api/v1/processes", process, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task ImportAsync(Figures figures, App app, HttpClient client, Election election, int rounds, CancellationToken cancellation)
    {
        foreach (var (name, type, file) in election.Files.Where(f => f.Name != "candidates")) await ImportAsync(client, name, type, file, cancellation);
        var candidates = election.Files.Single(f => f.Name == "candidates").File;
        var idle = app.Process.ResidentMiB();
        List<double> perSecond = [], memory = [], publish = [];
        for (var round = 0; round < rounds; round++)
        {
            // A new version each time: one name changes.
            app.Process.ForgetPeak();
            var took = await ImportAsync(client, "candidates", "text/csv", candidates.Replace("c0,", $"c0,Ronda {round} ", StringComparison.Ordinal), cancellation);
            perSecond.Add(election.Candidates / took.TotalSeconds);
            memory.Add(app.Process.PeakMiB() - idle);
        }

        for (var round = 0; round < rounds; round++)
        {
            publish.Add((await ImportAsync(client, "platforms", "application/json", Election.OtherPlatforms(round), cancellation)).TotalSeconds);
        }

        figures.Tell("resident before the candidates", [idle], "MiB");
        figures.Judge("election import, rows a second", perSecond, Goal.AtLeast(5000));
        figures.Judge("election import, most memory over idle, MiB", memory, Goal.AtMost(150));
        figures.Judge("election small import, from sending it to its being served, seconds", publish, Goal.AtMost(3));
    }

    /// <summary>Returns the time from sending a file until its import is done, which is when the content is served.</summary>
    private static async Task<TimeSpan> ImportAsync(HttpClient client, string dataset, string type, string file, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var content = new StringContent(file, Encoding.UTF8, MediaTypeHeaderValue.Parse(type));
        using var posted = await client.PostAsync($"{Process}/operator/imports/{dataset}", content, cancellation);
        posted.EnsureSuccessStatusCode();
        while (true)
        {
            var state = await client.GetFromJsonAsync<JsonElement>(posted.Headers.Location, cancellation);
            var status = state.GetProperty("status").GetString();
            if (status == "done") return watch.Elapsed;
            if (status == "failed") throw new InvalidOperationException($"{dataset} failed: {state.GetRawText()[..Math.Min(2000, state.GetRawText().Length)]}");
            await Task.Delay(10, cancellation);
        }
    }

    private static async Task SearchAsync(Figures figures, App app, HttpClient client, Election election, int rounds, CancellationToken cancellation)
    {
        // Some searches are repeated, as people do; most are new, and rounds share none.
        List<double> alone = [], many = [];
        for (var round = -1; round < rounds; round++)
        {
            var one = await Wrk.RunAsync(app.At("/"), 1, 2, [], cancellation, Paths());
            var all = await Wrk.RunAsync(app.At("/"), 16, 2, ["Accept-Encoding: gzip"], cancellation, Paths());
            if (round < 0) continue;
            alone.Add(one.P99);
            many.Add(all.PerSecond);
        }

        List<string> Paths() => [.. election.Searches(20_000).Select((q, i) => $"{Process}/candidates?q={q}&limit={1 + (i % 50)}")];

        figures.Judge("election search, p99 of one client, ms", alone, Goal.AtMost(5));
        figures.Judge("election searches a second, 16 connections", many, Goal.AtLeast(2000));
        // Includes what the collector keeps for future garbage, which grows with the processor's cache.
        figures.Tell("resident after the imports and searches", [app.Process.ResidentMiB()], "MiB");
    }

    /// <summary>Measures the memory of an instance that has served every document.</summary>
    private static async Task HoldAsync(Published published, Figures figures, Azurite azurite, int rounds, CancellationToken cancellation)
    {
        List<double> memory = [];
        for (var round = 0; round < rounds; round++)
        {
            var port = Child.FreePort();
            await using var child = App.Begin(published, azurite.ConnectionString, port);
            await child.WaitForAsync(new($"http://127.0.0.1:{port}/api/v1/health"), TimeSpan.FromSeconds(60), cancellation);
            using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
            foreach (var path in Everything.Split(' '))
            {
                using var answer = await client.GetAsync($"{Process}/{path}", cancellation);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync(cancellation);
            }

            memory.Add(child.ResidentMiB());
        }

        figures.Judge("election memory of an instance that was asked for everything, MiB", memory, Goal.AtMost(250));
    }

    private static async Task StartAsync(Published published, Figures figures, Azurite azurite, Election election, int rounds, CancellationToken cancellation)
    {
        List<double> bare = [], cold = [], memory = [];
        for (var round = -1; round < rounds; round++)
        {
            var b = await Child.TimeToServeAsync(port => Child.Start("dotnet", [published.Bare, $"{port}"]), "/", cancellation);
            var c = await Child.TimeToServeAsync(port => App.Begin(published, azurite.ConnectionString, port), $"{Process}/candidates?q={election.Searches(1)[0]}", cancellation);
            if (round < 0) continue;
            bare.Add(b.Milliseconds);
            cold.Add(c.Milliseconds);
            memory.Add(c.MiB);
        }

        figures.Tell("bare Kestrel", bare, "ms");
        figures.Tell("app, first search of a candidate", cold, "ms");
        figures.Tell("app, memory after it", memory, "MiB");
        figures.Judge("election start to the first search / bare Kestrel", Figures.Ratios(cold, bare), Goal.AtMost(4));
    }
}
