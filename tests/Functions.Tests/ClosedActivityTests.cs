using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

/// <summary>What the calendar keeps closed is 403 at every function, never an empty list.</summary>
[Collection(SharedApp.Name)]
public sealed class ClosedActivityTests(SharedApp shared) : SharedAppTest(shared)
{
    private static readonly string[] Functions =
    [
        "GetCandidate", "GetCandidatesCsv", "GetCandidatesJson", "GetCandidatesXlsx", "GetContender", "GetContest", "GetDistrict",
        "GetDistrictBoundaries", "GetDistrictResult", "GetLocation", "GetMunicipality", "GetMunicipalityBoundaries", "GetMunicipalityResult",
        "GetOffice", "GetPlatform", "GetPopolo", "GetProposal", "GetResultTable", "GetSection", "GetSectionTable", "GetStatistics", "GetStatisticsTable", "GetTerm", "ListCandidates",
        "ListContenders", "ListContests", "ListDistricts", "ListMunicipalities", "ListOffices", "ListPlatforms", "ListResults", "ListTerms",
        "ListTopics", "GetReaction", "GetProposalReaction", "ListOwnReactions", "PutReaction", "DeleteReaction", "PostComment", "PutProposalReaction", "DeleteProposalReaction", "PostProposalComment", "PostPackages",
    ];

    // Open from the first opening of reactions to their last closing, pauses included.
    private static readonly string[] Credentials = ["CreateVisitor", "EnterWaitingLine", "GetChallenge"];

    public static TheoryData<string> Gated => [.. Functions];

    public static TheoryData<string> GivesCredentials => [.. Credentials];

    /// <summary>Whether the calendar opens and closes what a function does.</summary>
    public static bool IsGated(string function) => Functions.Contains(function);

    [Theory]
    [MemberData(nameof(Gated))]
    public async Task Before_between_and_after_its_windows_an_activity_says_when_it_opens_and_closed(string function)
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
    public async Task Before_reactions_first_open_and_after_they_last_close_there_are_no_credentials_and_in_a_pause_there_are(string function)
    {
        Expect(await AskAsync(function, SharedApp.Before), "2021-05-20T00:00:00-05:00", null);
        Expect(await AskAsync(function, SharedApp.After), null, "2021-05-01T00:00:00-05:00");
        using var paused = await SendAsync(function, SharedApp.Between);
        Assert.NotEqual(HttpStatusCode.Forbidden, paused.StatusCode);
        await Shared.App.NewVisitorAsync(SharedApp.Between);
    }

    [Fact]
    public void Every_function_that_the_calendar_does_not_gate_is_known()
    {
        string[] free =
        [
            "CreateProcess", "GetCalendarFile", "GetComment", "GetDeliveryPackage", "GetDocs",
            "GetHealth", "GetImport", "GetModerationFigures", "GetOpenApi", "GetProcess", "GetReconciliation",
            "ListDeliveries", "ListModeration", "ListModerationReasons", "ListModerationSample", "ListProcesses", "ListQualityClasses", "PostImport",
            "PostModeration", "PostModerationCopies", "ReadModeration", "PostRebuild", "PostReview", "PostVisit", "PutCalendar", "ConfirmCalendar", "DeletePendingCalendar",
        ];
        Assert.Equal(DeclaredRoutes.All.Select(f => f.Name), Functions.Concat(Credentials).Concat(free).Order(StringComparer.Ordinal));
    }

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
        if (declared.Caller == Caller.Visitor)
        {
            var visitor = Shared.App.EarlierVisitor(process);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", visitor.Token);
            request.Content = Answers.Json("{}");
        }

        if (declared.Caller == Caller.Operator) request.Headers.Add("x-functions-key", TestApp.Key);
        return await Shared.App.Client.SendAsync(request);
    }
}
