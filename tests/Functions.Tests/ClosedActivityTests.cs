using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

/// <summary>Every function answers 403 for a closed activity, never an empty list.</summary>
[Collection(SharedApp.Name)]
public sealed class ClosedActivityTests(SharedApp shared) : SharedAppTest(shared)
{
    // Open from the first opening of reactions to their last closing, pauses included.
    private static readonly string[] Credentials = ["CreateVisitor", "JoinEntryQueue", "GetChallenge"];

    // The functions that show content of an activity or declare that they refuse while one is closed.
    private static readonly string[] Functions = [.. DeclaredRoutes.All.Where(f => f.Content is not null || Refuses(f)).Select(f => f.Name).Except(Credentials)];

    // Listed by hand: a new function without a declared activity fails the test until it is listed here.
    private static readonly string[] Free =
    [
        "CreateProcess", "GetCalendarFile", "GetComment", "GetDataDictionary", "GetDataDictionaryTable", "GetDataPackage", "GetDeliveryPackage", "GetDocs",
        "GetHealth", "GetImport", "GetModerationFigures", "GetOpenApi", "GetProcess", "GetReconciliation", "GetStart",
        "ListDeliveries", "ListImports", "ListModeration", "ListModerationReasons", "ListModerationSample", "ListProcesses", "ListQualityClasses", "PostImport",
        "PostModeration", "PostModerationCopies", "PublishImport", "ReadModeration", "PostRebuild", "PostReview", "PostVisit", "PutCalendar", "ConfirmCalendar", "DeletePendingCalendar",
        "PutProcess", "DeleteProcess", "ConfirmRemoval", "DeleteRemoval",
    ];

    public static TheoryData<string> Gated => [.. Functions];

    public static TheoryData<string> GivesCredentials => [.. Credentials];

    public static TheoryData<string> FreeReads => [.. Free.Where(name => DeclaredRoutes.Of(name).Methods.Contains("GET"))];

    /// <summary>Returns whether the calendar opens and closes the function.</summary>
    public static bool IsGated(string function) => Functions.Contains(function);

    [Theory]
    [MemberData(nameof(Gated))]
    public async Task A_closed_activity_says_when_it_opens_and_when_it_closed(string function)
    {
        const string Closed = "2021-05-01T00:00:00-05:00", Opens = "2021-05-20T00:00:00-05:00";
        if (function == "PostPackages")
        {
            Expect(await AskAsync(function, SharedApp.Open), null, null);
            return;
        }

        Expect(await AskAsync(function, SharedApp.Before), Opens, null);
        Expect(await AskAsync(function, SharedApp.Between), Opens, Closed);
        Expect(await AskAsync(function, SharedApp.After), null, Closed);
    }

    [Theory]
    [MemberData(nameof(GivesCredentials))]
    public async Task Credentials_are_issued_from_the_first_opening_of_reactions_to_their_last_closing_and_in_pauses(string function)
    {
        Expect(await AskAsync(function, SharedApp.Before), "2021-05-20T00:00:00-05:00", null);
        Expect(await AskAsync(function, SharedApp.After), null, "2021-05-01T00:00:00-05:00");
        using var paused = await SendAsync(function, SharedApp.Between);
        Assert.NotEqual(HttpStatusCode.Forbidden, paused.StatusCode);
        await Shared.App.NewVisitorAsync(SharedApp.Between);
    }

    [Fact]
    public void Every_function_that_the_calendar_does_not_gate_is_listed() =>
        Assert.Equal(Free.Concat(Credentials).Order(StringComparer.Ordinal), DeclaredRoutes.All.Select(f => f.Name).Except(Functions).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(FreeReads))]
    public async Task A_read_that_the_calendar_does_not_gate_is_open_before_and_after_all_activities(string function)
    {
        foreach (var process in (string[])[SharedApp.Before, SharedApp.After])
        {
            using var answer = await SendAsync(function, process);
            Assert.NotEqual(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    private static bool Refuses(HttpFunction function) =>
        function.Method.GetCustomAttribute<OperationAttribute>()!.Refusals.Contains(nameof(Problems.ActivityClosed));

    private static void Expect(JsonElement problem, string? opens, string? closed)
    {
        Assert.Equal(opens, problem.GetProperty("opensAt").GetString());
        Assert.Equal(closed, problem.GetProperty("closedAt").GetString());
    }

    private async Task<JsonElement> AskAsync(string function, string process)
    {
        using var answer = await SendAsync(function, process);
        return await answer.ProblemAsync(403, "activity_closed");
    }

    private async Task<HttpResponseMessage> SendAsync(string function, string process)
    {
        var declared = DeclaredRoutes.Of(function);
        using var request = new HttpRequestMessage(new HttpMethod(declared.Methods[0]), declared.Address(process));
        if (declared.Role == Role.Visitor)
        {
            var visitor = Shared.App.EarlierVisitor(process);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", visitor.Token);
            request.Content = Answers.Json("{}");
        }

        if (declared.Role == Role.Operator) request.Headers.Add("x-functions-key", TestApp.Key);
        return await Shared.App.Client.SendAsync(request);
    }
}
