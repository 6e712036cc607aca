using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Tests.OpenApi;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Downloads;

[Collection(SharedApp.Name)]
public sealed class GetDataPackageTests(SharedApp shared) : SharedAppTest(shared)
{
    private static readonly string[] All =
    [
        "candidates.csv", "candidates.json", "candidates.xlsx", "blocks.csv", "results.csv", "statistics.csv", "sections.csv", "geometry/districts.geojson", "geometry/municipalities.geojson",
        "popolo.json", "calendar.ics", "data-dictionary.csv",
    ];

    [Fact]
    public async Task The_package_lists_every_open_file_with_the_size_and_hash_of_what_its_address_answers()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/datapackage.json");
        await answer.AssertDescribedAsync("GetDataPackage");
        var package = await answer.JsonAsync();
        Assert.Equal(("https://datapackage.org/profiles/2.0/datapackage.json", SharedApp.Open), (package.Text("$schema"), package.Text("name")));
        var resources = package.GetProperty("resources").EnumerateArray().ToList();
        Assert.Equal(All, resources.Select(r => r.Text("path")));
        Assert.Equal(resources.Count, resources.Select(r => r.Text("name")).Distinct().Count());
        foreach (var resource in resources)
        {
            var address = new Uri(answer.RequestMessage!.RequestUri!, resource.Text("path"));
            using var file = await Shared.App.Client.GetAsync(address);
            var bytes = await file.Content.ReadAsByteArrayAsync();
            Assert.Equal((bytes.LongLength, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes))), (resource.GetProperty("bytes").GetInt64(), resource.Text("hash")));
            Assert.Equal(file.Content.Headers.ContentType!.MediaType, resource.Text("mediatype"));
            if (resource.Text("format") == "csv") Assert.Equal(Header(bytes), Fields(resource));
        }

        var rows = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/candidates.json")).GetProperty("items");
        var json = resources.Single(r => r.Text("path") == "candidates.json");
        Assert.Equal(("table", "items"), (json.Text("type"), json.GetProperty("dialect").Text("property")));
        Assert.All(rows.EnumerateArray(), row => Assert.Equal(row.Names(), Fields(json)));
    }

    [Theory]
    [InlineData(SharedApp.Open)]
    [InlineData(SharedApp.Before)]
    public async Task The_package_is_valid_by_the_official_profile(string process)
    {
        var (code, said) = await ValidateAsync(await Shared.App.Client.GetStringAsync($"processes/{process}/datapackage.json?lang=en"));
        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task The_validator_notices_what_is_wrong()
    {
        var package = JsonNode.Parse(await Shared.App.Client.GetStringAsync($"processes/{SharedApp.Open}/datapackage.json"))!;
        package["resources"]![0]!["hash"] = "sha256:no";
        package["resources"]![1]!["path"] = "../candidates.json";
        package["resources"]![2]!["schema"]!["fields"]![0]!["type"] = "word";
        var (code, said) = await ValidateAsync(package.ToJsonString());
        Assert.Equal(1, code);
        Assert.Contains("/resources/0/hash", said, StringComparison.Ordinal);
        Assert.Contains("/resources/1/path", said, StringComparison.Ordinal);
        Assert.Contains("/resources/2/schema", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_package_follows_the_calendar_and_caches_expire_by_its_next_change()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { At = "2021-04-29T23:59:30-05:00" });
        await Example.LoadAsync(app, "edomex-2021", TestCalendar.Empty
            .With("information", ("2021-04-10T00:00:00-05:00", "2021-06-03T00:00:00-05:00"))
            .With("candidates", ("2021-04-30T00:00:00-05:00", "2021-04-30T01:00:00-05:00")));
        var always = (string[])["sections.csv", "geometry/districts.geojson", "geometry/municipalities.geojson", "popolo.json", "calendar.ics", "data-dictionary.csv"];
        using var before = await app.Client.GetAsync("processes/edomex-2021/datapackage.json");
        Assert.Equal(always, Paths(await before.JsonAsync()));
        Assert.Equal(TimeSpan.FromSeconds(30), before.Headers.CacheControl!.MaxAge);

        app.Time.Advance(TimeSpan.FromSeconds(30));
        var during = await app.Client.GetJsonAsync("processes/edomex-2021/datapackage.json");
        Assert.Equal(["candidates.csv", "candidates.json", "candidates.xlsx", .. always], Paths(during));
        // Popolo has candidates now.
        var popolo = during.GetProperty("resources").EnumerateArray().Single(r => r.Text("path") == "popolo.json");
        Assert.Equal((await app.Client.GetByteArrayAsync("processes/edomex-2021/popolo.json")).LongLength, popolo.GetProperty("bytes").GetInt64());

        app.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(always, Paths(await app.Client.GetJsonAsync("processes/edomex-2021/datapackage.json")));
    }

    [Fact]
    public async Task A_process_without_content_has_a_calendar_and_a_dictionary()
    {
        Assert.Equal(["calendar.ics", "data-dictionary.csv"], Paths(await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Before}/datapackage.json")));
    }

    [Fact]
    public async Task A_change_of_the_content_changes_the_package()
    {
        const string Process = "paquete-2021";
        await Example.LoadAsync(Shared.App, Process, SharedApp.AllOpen);
        var first = await Shared.App.Client.GetStringAsync($"processes/{Process}/datapackage.json");
        await Shared.App.ImportedAsync(Process, "candidates", Example.Candidates.Replace("Peña", "Pena", StringComparison.Ordinal));
        Assert.NotEqual(first, await Shared.App.Client.GetStringAsync($"processes/{Process}/datapackage.json"));
    }

    /// <summary>Notices a new file whose function is missing in <see cref="PublicFiles"/>.</summary>
    [Fact]
    public void Every_public_address_that_names_a_file_is_in_the_package()
    {
        const string Process = "processes/{process}/";
        var files = DeclaredRoutes.All.Where(f => f.Role == Role.Anyone && f.Methods.Contains("GET")).Select(f => f.Route)
            .Where(route => route.StartsWith(Process, StringComparison.Ordinal) && route.Split('/')[^1].Contains('.', StringComparison.Ordinal))
            .Select(route => route[Process.Length..]).Except(["datapackage.json"]);
        Assert.Equal(files.Order(StringComparer.Ordinal), PublicFiles.All.Select(f => f.Path).Order(StringComparer.Ordinal));
        Assert.All(PublicFiles.All, file => Assert.Equal(
            file.Activity, DeclaredRoutes.All.Single(f => f.Route == Process + file.Path).Content?.Activity));
    }

    private static string[] Header(byte[] csv) => Encoding.UTF8.GetString(csv).Split("\r\n")[0].Split(',');

    private static IEnumerable<string> Fields(JsonElement resource) => resource.GetProperty("schema").GetProperty("fields").EnumerateArray().Select(f => f.Text("name"));

    private static IEnumerable<string> Paths(JsonElement package) => package.GetProperty("resources").EnumerateArray().Select(r => r.Text("path"));

    private static async Task<(int Code, string Said)> ValidateAsync(string package)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(file, package);
        try
        {
            var script = Path.Combine(Repository.Root, "tests", "Functions.Tests", "Downloads", "validate.mjs");
            using var node = Process.Start(new ProcessStartInfo("node", [script, file]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var said = await Task.WhenAll(node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
            await node.WaitForExitAsync();
            return (node.ExitCode, string.Concat(said));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
