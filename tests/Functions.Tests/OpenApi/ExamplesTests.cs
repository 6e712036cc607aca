using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.OpenApi;

/// <summary>The examples of the API's description work: each is sent to the demonstration, and answered as the description says.</summary>
[Collection(Demonstration.Name)]
public sealed class ExamplesTests(Demonstration demonstration)
{
    /// <summary>What needs what another one left, in this order. All others are reads, in any order.</summary>
    private static readonly string[] InOrder =
    [
        "GetChallenge", "CreateVisitor", "JoinEntryQueue", "PostVisit",
        "PutPlatformReaction", "GetPlatformReaction", "PutBlockReaction", "GetBlockReaction", "PutProposalReaction", "GetProposalReaction", "ListOwnReactions",
        "DeletePlatformReaction", "DeleteBlockReaction", "DeleteProposalReaction", "PostPlatformComment", "PostBlockComment", "PostProposalComment", "GetComment", "PostReview",
        "ListModeration", "ReadModeration", "PostModerationCopies", "PostModeration",
        "CreateProcess", "PutProcess", "DeleteProcess", "DeleteRemoval", "DeleteProcess", "ConfirmRemoval",
        "PutCalendar", "DeletePendingCalendar", "PutCalendar", "ConfirmCalendar", "PostImport", "GetImport", "PublishImport", "ListImports",
    ];

    /// <summary>What begins once everything has closed.</summary>
    private static readonly string[] AfterTheClosing = ["PostRebuild", "PostPackages", "ListDeliveries", "GetDeliveryPackage"];

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TestApp app = demonstration.App;

    // What no example can know: receipts, ids of imports, proofs.
    private readonly Dictionary<string, string> live = new(StringComparer.Ordinal);
    private readonly JsonObject withoutExample = [];
    private HttpClient? visitor;

    [Fact]
    public async Task Every_operation_answers_its_example_in_the_demonstration_as_described()
    {
        foreach (var operation in InOrder) await AnswersAsync(operation);
        var others = DescribedAnswers.Operations.Keys.Except([.. InOrder, .. AfterTheClosing]).ToList();
        foreach (var operation in others.ToList())
        {
            if (await AnswersAsync(operation, mayBeClosed: true)) others.Remove(operation);
        }

        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-06-11T12:00:00-05:00", CultureInfo.InvariantCulture));
        foreach (var operation in AfterTheClosing) await AnswersAsync(operation);
        await app.FireAsync("AggregateStatisticsTimer");
        foreach (var operation in others) await AnswersAsync(operation);
        app.AssertNothingUnexpected();
        Assert.True(withoutExample.Count == 0, $"examples.json has no example of these answers, which were:\n{withoutExample.ToJsonString(Readable)}");
    }

    /// <summary>Sends the example of an operation. Returns false if its activity is closed, which must not be so for most.</summary>
    private async Task<bool> AnswersAsync(string id, bool mayBeClosed = false)
    {
        using var answer = await SendAsync(id);
        if (mayBeClosed && answer.StatusCode == HttpStatusCode.Forbidden) return false;
        Assert.True(answer.IsSuccessStatusCode, $"{id} answers {answer.StatusCode} to its example: {await answer.Content.ReadAsStringAsync()}");
        await answer.AssertDescribedAsync(id);
        await LearnAsync(id, answer);
        await NoteWithoutExampleAsync(id, answer);
        return true;
    }

    private async Task<HttpResponseMessage> SendAsync(string id)
    {
        var (path, method) = DescribedAnswers.Document["paths"]!.AsObject()
            .SelectMany(p => p.Value!.AsObject().Select(o => (Path: p.Key, Method: o.Key, Id: (string?)o.Value!["operationId"])))
            .Where(o => o.Id == id).Select(o => (o.Path, o.Method)).Single();
        var operation = DescribedAnswers.Operations[id];
        var address = path[1..];
        var query = new List<string>();
        using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), (Uri?)null);
        foreach (var parameter in operation["parameters"]!.AsArray().Select(p => DescribedAnswers.Resolve(p!)))
        {
            var name = parameter["name"]!.ToString();
            // The process stands first in every address.
            var value = name == "If-Match" ? (await app.TagOfAsync(address.Split('/')[1])).ToString() : live.GetValueOrDefault(name) ?? parameter["example"]?.ToString();
            if (value is null) continue;
            switch ((string)parameter["in"]!)
            {
                case "path": address = address.Replace($"{{{name}}}", value, StringComparison.Ordinal); break;
                case "query": query.Add($"{name}={Uri.EscapeDataString(value)}"); break;
                default: request.Headers.TryAddWithoutValidation(name, value); break;
            }
        }

        request.RequestUri = new Uri(query.Count == 0 ? address : $"{address}?{string.Join('&', query)}", UriKind.Relative);
        if (operation["requestBody"]?["content"]?.AsObject().First() is { } body)
        {
            var example = id == "CreateVisitor" ? new JsonObject { ["altcha"] = live["altcha"] } : body.Value!["example"]!;
            request.Content = new StringContent(example is JsonValue text ? text.ToString() : example.ToJsonString(), Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(body.Key);
        }

        return await (Caller(id, operation) ?? throw new InvalidOperationException("There is no visitor yet.")).SendAsync(request);
    }

    private HttpClient? Caller(string id, JsonObject operation) => operation["security"]!.AsArray().FirstOrDefault()?.AsObject().Single().Key switch
    {
        "visitor" => visitor,
        null => app.Client,
        _ => id.StartsWith("Confirm", StringComparison.Ordinal) ? app.SecondPerson : app.Operator,
    };

    /// <summary>Keeps what later requests need of an answer.</summary>
    private async Task LearnAsync(string id, HttpResponseMessage answer)
    {
        if (id == "GetDeliveryPackage" || answer.Content.Headers.ContentType?.MediaType != "application/json") return;
        var body = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        switch (id)
        {
            case "GetChallenge":
                live["altcha"] = Altcha.Solve(body);
                break;
            case "CreateVisitor":
                visitor = app.NewClient();
                visitor.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body.GetProperty("token").GetString());
                break;
            case "PostProposalComment":
                live["receipt"] = body.GetProperty("receipt").GetString()!;
                await TestApp.WaitUntilAsync(async () => await StateAsync("GetComment", "status") != "received", "the comment is moderated");
                break;
            case "PostImport":
                live["datasetOrImport"] = live["import"] = body.GetProperty("import").GetString()!;
                await TestApp.WaitUntilAsync(async () => await StateAsync("GetImport", "status") == "done", "the import is done");
                break;
            case "PostPackages" when body.GetProperty("state").GetString() != "complete":
                await TestApp.WaitUntilAsync(async () => await StateAsync(id, "state") == "complete", "the packages are made");
                break;
        }
    }

    private async Task<string?> StateAsync(string id, string member)
    {
        using var answer = await SendAsync(id);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty(member).GetString();
    }

    private async Task NoteWithoutExampleAsync(string id, HttpResponseMessage answer)
    {
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (DescribedAnswers.Operations[id]["responses"]![status]!["content"]?.AsObject().Single() is not { } content) return;
        if (content.Value!["example"] is not null || (string?)content.Value["schema"]!["format"] == "binary") return;
        var body = await answer.Content.ReadAsStringAsync();
        withoutExample[id] = new JsonObject { ["answer"] = content.Key.EndsWith("json", StringComparison.Ordinal) ? Shortened(JsonNode.Parse(body)!) : Beginning(body) };
    }

    // Enough to see what it looks like: two items of a list, the beginning of a text.
    private static JsonNode? Shortened(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Take(2).Select(Shortened)]),
        JsonObject thing => new JsonObject(thing.Select(m => KeyValuePair.Create(m.Key, Shortened(m.Value)))),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > 400 => text[..400] + "…",
        _ => node?.DeepClone(),
    };

    private static string Beginning(string text) => string.Join('\n', text.Split('\n').Take(3)) + "\n";
}
