using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Access;

[Collection(SharedApp.Name)]
public sealed class AccessMiddlewareTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    public static TheoryData<string> OfVisitors => DeclaredRoutes.Names(f => f.Role == Role.Visitor);

    public static TheoryData<string> OfOperators => DeclaredRoutes.Names(f => f.Role is { } role && Roles.Of(role).Operators.Count > 0);

    public static TheoryData<string> OfOperatorsOnly => DeclaredRoutes.Names(f => f.Role is { } role && Roles.Of(role).Operators is { Count: > 0 } who && !who.Contains(OperatorPrincipal.ConfirmationKey));

    public static TheoryData<string> InAProcess => DeclaredRoutes.Names(f => f.Route.Contains("{process}", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(OfVisitors))]
    public async Task A_visitors_function_refuses_a_caller_without_a_valid_token(string function)
    {
        var token = Shared.Visitor.Token;
        var damaged = token[..20] + (token[20] == 'A' ? 'B' : 'A') + token[21..];
        foreach (var authorization in new[] { null, "Bearer", "Bearer ", "Bearer x", "Bearer " + new string('A', 2000), "Bearer !!!", "Basic " + token, token, "Bearer " + damaged, $"Bearer {TestApp.Key}" })
        {
            using var answer = await SendAsync(function, SharedApp.Open, authorization);
            await answer.ProblemAsync(401, "credential_required");
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(OfVisitors))]
    public async Task A_visitors_token_for_another_process_is_not_allowed(string function)
    {
        using var answer = await SendAsync(function, SharedApp.Before, "Bearer " + Shared.Visitor.Token);
        await answer.ProblemAsync(403, "not_allowed");
    }

    [Theory]
    [MemberData(nameof(OfOperators))]
    public async Task An_operators_function_refuses_a_caller_without_the_exact_key(string function)
    {
        foreach (var key in new[] { null, "", "x", TestApp.Key + "x", TestApp.Key[..^1], TestApp.Key.ToUpperInvariant(), new string('k', 10_000) })
        {
            using var answer = await SendAsync(function, SharedApp.Open, null, key);
            await answer.ProblemAsync(401, "credential_required");
        }
    }

    [Theory]
    [MemberData(nameof(OfOperators))]
    public async Task An_operators_function_recognises_a_visitor_and_does_not_allow_it(string function)
    {
        using var answer = await SendAsync(function, SharedApp.Open, "Bearer " + Shared.Visitor.Token);
        await answer.ProblemAsync(403, "not_allowed");
        using var garbage = await SendAsync(function, SharedApp.Open, "Bearer x");
        await garbage.ProblemAsync(401, "credential_required");
    }

    [Theory]
    [MemberData(nameof(OfOperatorsOnly))]
    public async Task The_second_persons_key_opens_only_second_steps(string function)
    {
        using var answer = await SendAsync(function, SharedApp.Open, null, TestApp.SecondKey);
        await answer.ProblemAsync(403, "not_allowed");
    }

    [Theory]
    [MemberData(nameof(InAProcess))]
    public async Task Every_function_answers_404_for_an_unknown_process(string function)
    {
        foreach (var process in new[] { "nadie-2021", "x", "EDOMEX-2021", "edomex-2021%00", "edom%C3%A9x", new string('p', 500) })
        {
            using var answer = await SendAsync(function, process, "Bearer " + Shared.Visitor.Token, TestApp.Key);
            if (process.Contains("%00", StringComparison.Ordinal)) Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            else await answer.ProblemAsync(404, "process_not_found");
        }
    }

    private Task<HttpResponseMessage> SendAsync(string function, string process, string? authorization, string? key = null)
    {
        var declared = DeclaredRoutes.Of(function);
        var method = declared.Methods[0];
        var request = new HttpRequestMessage(new HttpMethod(method), declared.Address(process));
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (key is not null) request.Headers.TryAddWithoutValidation("x-functions-key", key);
        if (method is "POST" or "PUT")
        {
            request.Content = new StringContent("{}");
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return app.Client.SendAsync(request);
    }
}

public sealed class AccessMiddlewareWithItsOwnAppTests
{
    [Fact]
    public async Task A_visitors_token_expires_after_sixty_days()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, "edomex-2021");
        var visitor = await app.NewVisitorAsync("edomex-2021");
        app.Time.Advance(TimeSpan.FromDays(60) - TimeSpan.FromSeconds(1));
        using var before = await visitor.Client.GetAsync("processes/edomex-2021/visitors/me/reactions");
        // The token is still valid; the refusal is about the activity.
        await before.ProblemAsync(403, "activity_closed");

        app.Time.Advance(TimeSpan.FromSeconds(1));
        using var after = await visitor.Client.GetAsync("processes/edomex-2021/visitors/me/reactions");
        await after.ProblemAsync(401, "credential_required");
        using var atOperators = await visitor.Client.GetAsync("processes/edomex-2021/operator/deliveries");
        await atOperators.ProblemAsync(401, "credential_required");
    }

    [Fact]
    public async Task An_app_without_an_operator_key_refuses_every_key()
    {
        await using var app = (await TestApp.StartAsync(new() { OperatorKey = "" })).Expecting("An operator key was refused");
        foreach (var key in new[] { "", "x", TestApp.Key })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "processes") { Content = Answers.Json("{}") };
            request.Headers.TryAddWithoutValidation("x-functions-key", key);
            using var answer = await app.Client.SendAsync(request);
            await answer.ProblemAsync(401, "credential_required");
        }
    }

    [Fact]
    public async Task An_app_without_a_second_key_has_no_second_person_and_the_operator_key_cannot_be_the_second_key()
    {
        await using var app = (await TestApp.StartAsync(new() { ConfirmationKey = "" })).Expecting("An operator key was refused at ConfirmCalendar");
        await app.CreateProcessAsync("edomex-2021");
        foreach (var key in new[] { "", TestApp.SecondKey })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "processes/edomex-2021/operator/calendar/confirmation");
            request.Headers.TryAddWithoutValidation("x-functions-key", key);
            using var answer = await app.Client.SendAsync(request);
            await answer.ProblemAsync(401, "credential_required");
        }

        var same = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => TestApp.StartAsync(new() { ConfirmationKey = TestApp.Key }));
        Assert.Contains("'ConfirmationKey'", same.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_operator_key_is_logged_at_most_once_a_second_and_never_shown()
    {
        await using var app = (await TestApp.StartAsync()).Expecting("An operator key was refused at CreateProcess");
        foreach (var key in new[] { null, "", "a-key-that-was-rotated", "a-key-that-was-guessed", TestApp.Key + "x" }) await KnockAsync(key);
        Assert.Single(Warnings());
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await KnockAsync("a-key-that-was-guessed");
        Assert.Equal(2, Warnings().Count());
        Assert.False(app.Logs.Contains("a-key-that-was") || app.Logs.Contains(TestApp.Key));

        IEnumerable<FakeLogRecord> Warnings() => app.Logs.Entries.Where(entry => entry.Level == LogLevel.Warning);

        async Task KnockAsync(string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "processes") { Content = Answers.Json("{}") };
            if (key is not null) request.Headers.TryAddWithoutValidation("x-functions-key", key);
            using var answer = await app.Client.SendAsync(request);
            await answer.ProblemAsync(401, "credential_required");
        }
    }

    [Fact]
    public async Task A_token_from_one_installation_is_not_valid_in_another()
    {
        await using var here = await TestApp.StartAsync();
        await using var there = await TestApp.StartAsync();
        await here.CreateProcessAsync("edomex-2021");
        await there.CreateProcessAsync("edomex-2021");
        var visitor = await here.NewVisitorAsync("edomex-2021");

        using var request = new HttpRequestMessage(HttpMethod.Get, "processes/edomex-2021/visitors/me/reactions");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", visitor.Token);
        using var answer = await there.Client.SendAsync(request);
        await answer.ProblemAsync(401, "credential_required");
    }
}
