using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsvHelper;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>Acts as the institute: every request over HTTP with the operator key.</summary>
internal sealed class Institute(HttpClient http)
{
    public const string Key = TestApp.Key;

    public async Task CreateProcessAsync(string id, TestCalendar? calendar = null)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "api/v1/processes", JsonContent.Create(
            new { id, name = "Proceso " + id, timeZone = "America/Mexico_City", electionDay = "2021-06-06", activities = (calendar ?? TestCalendar.Of2021()).Activities }));
        Assert.True(status == HttpStatusCode.Created, $"{status}: {body}");
    }

    /// <summary>Imports a dataset, waits for the end and returns the state of the import.</summary>
    public async Task<JsonElement> ImportAsync(string process, string dataset, string content)
    {
        var type = content.TrimStart().StartsWith('{') || content.TrimStart().StartsWith('[') ? "application/json" : "text/csv";
        var (status, body) = await SendAsync(
            HttpMethod.Post, $"api/v1/processes/{process}/operator/imports/{dataset}", new StringContent(content, Encoding.UTF8, type));
        Assert.True(status == HttpStatusCode.Accepted, $"{status}: {body}");
        var import = body.GetProperty("import").GetString();
        JsonElement state = default;
        await Eventually.BecomesAsync($"the import of {dataset} ends", async () =>
        {
            (_, state) = await SendAsync(HttpMethod.Get, $"api/v1/processes/{process}/operator/imports/{import}");
            return state.GetProperty("status").GetString() is "done" or "failed";
        });
        return state;
    }

    public async Task MustImportAsync(string process, string dataset, string content)
    {
        var state = await ImportAsync(process, dataset, content);
        Assert.True(state.GetProperty("status").GetString() == "done", state.ToString());
    }

    /// <summary>Imports two parties with a platform each: the least that people can react to.</summary>
    public async Task ImportTwoPartiesAsync(string process)
    {
        await MustImportAsync(process, "contenders", "id,name,shortName,kind,members,color,elected\nsol,Partido Sol,Sol,party,,#aa0000,\nluna,Partido Luna,Luna,party,,#0000aa,\n");
        await MustImportAsync(process, "platforms", JsonSerializer.Serialize(new[] { Platform("plan-sol", "sol"), Platform("plan-luna", "luna") }));
    }

    public static object Platform(string id, string contender) => new
    {
        id,
        contender,
        scope = "legislature",
        title = "Plataforma " + id,
        sections = new[] { new { id = "agua", topic = "agua", heading = "Agua", text = "Agua para todas las colonias." } },
    };

    /// <summary>Runs a timer by hand and waits for its end.</summary>
    public async Task FireAsync(string timer)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, $"admin/functions/{timer}?wait=true", JsonContent.Create(new { input = "" }));
        Assert.True(status == HttpStatusCode.OK, $"{timer}: {status} {body}");
    }

    /// <summary>Returns the receipts of the comments held for a person, the oldest first.</summary>
    public async Task<IReadOnlyList<string>> WaitingAsync(string process)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, $"api/v1/processes/{process}/operator/moderation?status=held");
        Assert.True(status == HttpStatusCode.OK, $"{status}: {body}");
        return [.. body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("receipt").GetString()!)];
    }

    /// <summary>Asks for the packages until they are complete.</summary>
    public Task MakePackagesAsync(string process) => Eventually.BecomesAsync($"the packages of {process} are complete", async () =>
    {
        var (status, body) = await SendAsync(HttpMethod.Post, $"api/v1/processes/{process}/operator/packages");
        Assert.True(status == HttpStatusCode.Accepted, $"{status}: {body}");
        return body.GetProperty("state").GetString() == "complete";
    });

    public async Task<ReceivedPackage> DownloadAsync(string process, string contender)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/processes/{process}/operator/deliveries/{contender}/package");
        request.Headers.Add("x-functions-key", Key);
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return ReceivedPackage.Open(await answer.Content.ReadAsByteArrayAsync());
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("x-functions-key", Key);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }
}

/// <summary>A package as a contender opens it.</summary>
internal sealed record ReceivedPackage(
    byte[] Bytes, IReadOnlyList<string[]> Reactions, IReadOnlyList<string[]> Comments, IReadOnlyList<string[]> Quarantined)
{
    /// <summary>Returns the likes and dislikes of a target.</summary>
    public (int Likes, int Dislikes) TallyOf(string target)
    {
        var row = Reactions.Single(r => r[0] == target);
        return (int.Parse(row[2], CultureInfo.InvariantCulture), int.Parse(row[3], CultureInfo.InvariantCulture));
    }

    /// <summary>All receipts in the package, in the main file or in the annex.</summary>
    public IEnumerable<string> Receipts => Comments.Concat(Quarantined).Select(row => row[0]);

    public static ReceivedPackage Open(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        var files = zip.Entries.ToDictionary(e => e.FullName, Read, StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(files["SHA256SUMS"]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (sum, name) = (line[..64], line[66..]);
            Assert.Equal(sum, Convert.ToHexStringLower(SHA256.HashData(files[name])));
        }

        return new ReceivedPackage(bytes, Rows(files["reactions.csv"]), Rows(files["comments.csv"]), Rows(files["annex/quarantined.csv"]));
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static List<string[]> Rows(byte[] csv)
    {
        var rows = new List<string[]>();
        using var reader = CsvReader.Create(csv, new CsvReaderOptions { HasHeader = true, Separator = ',' });
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }
}
