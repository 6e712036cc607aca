using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Standalone.Hosting;

namespace ServerlessDecide.Standalone.Tests.Hosting;

public sealed class StartTests
{
    private static readonly KeyValuePair<string, string?>[] Storage = [new("AzureWebJobsStorage", "UseDevelopmentStorage=true")];

    [Theory]
    [InlineData(typeof(TwoOfAName), "Function 'twice': there are two functions of this name.")]
    [InlineData(typeof(Private), "Function 'Hidden': Private.Run must be public.")]
    [InlineData(typeof(NoTrigger), "Function 'Aimless': exactly one parameter of NoTrigger.Run must carry a trigger, and 0 do.")]
    [InlineData(typeof(TwoTriggers), "Function 'Torn': exactly one parameter of TwoTriggers.Run must carry a trigger, and 2 do.")]
    [InlineData(typeof(Unbindable), "Function 'Unbindable': the parameter 'where' of type Uri cannot be bound.")]
    [InlineData(typeof(EnumParameter), "The worker reads simple values as JSON and knows no enum names: take a string and parse it.")]
    [InlineData(typeof(WrongMetadata), "Function 'WrongMetadata': the parameter 'dequeueCount' of type String cannot be bound.")]
    [InlineData(typeof(WrongTimer), "Function 'WrongTimer': the parameter 'timer' of type String cannot be bound.")]
    [InlineData(typeof(ShortQueue), "Function 'ShortQueue': the queue name 'ab' must have 3 to 56")]
    [InlineData(typeof(LoudQueue), "Function 'LoudQueue': the queue name 'Comments' must have")]
    [InlineData(typeof(Unresolved), "Function 'Unresolved': the setting 'Nothing' that '%Nothing%-comments' refers to is missing.")]
    [InlineData(typeof(NoConnection), "The setting 'ElsewhereStorage' is missing")]
    [InlineData(typeof(BadSchedule), "Function 'BadSchedule': the schedule 'every day' must be an NCrontab expression")]
    [InlineData(typeof(SameRoutes), "Function 'SameRouteB': its route GET api/x/{b}/y is that of 'SameRouteA'.")]
    [InlineData(typeof(BadRoute), "Function 'BadRoute': the route 'api/x/{' is no route template.")]
    [InlineData(typeof(AsyncVoid), "Function 'AsyncVoid': 'async void' cannot be awaited")]
    [InlineData(typeof(Valued), "Function 'Valued': the worker awaits no ValueTask")]
    [InlineData(typeof(BadName), "Function '1st': the name of BadName.Run must be")]
    public void A_function_that_could_not_run_stops_the_start_and_is_named(Type type, string sentence) =>
        Assert.Contains(sentence, TestHost.Refusal([type], builder => builder.Configuration.AddInMemoryCollection(Storage)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"version": "2.0", "extensions": {"queues": {"batchSize": 33}}}""", "'extensions.queues.batchSize' is '33' and must be a whole number from 1 to 32")]
    [InlineData("""{"version": "2.0", "extensions": {"queues": {"visibilityTimeout": "soon"}}}""", "'extensions.queues.visibilityTimeout' is 'soon' and must be a time as hh:mm:ss")]
    [InlineData("""{"version": "2.0", "extensions": {"queues": {"messageEncoding": "rot13"}}}""", "'extensions.queues.messageEncoding' is 'rot13' and must be base64 or none")]
    [InlineData("""{"version": "2.0", "extensions": {"queues": {"batchsizes": 3}}}""", "'extensions.queues.batchsizes' is no setting")]
    [InlineData("""{"version": "2.0", "extension": {}}""", "'extension' is no setting")]
    [InlineData("""{"version": "2.0", "functionTimeout": "-2"}""", "'functionTimeout' is '-2'")]
    [InlineData("""{"version": "2.0", "logging": {"logLevel": {"default": "Loud"}}}""", "'logging.logLevel.default' is 'Loud'")]
    [InlineData("""{"version": "1.0"}""", "'version' is '1.0' and must be \"2.0\"")]
    [InlineData("""{"version": "2.0" """, "is not JSON")]
    public void A_wrong_host_json_stops_the_start_and_the_message_says_where(string hostJson, string sentence) =>
        Assert.Contains(sentence, TestHost.Refusal([typeof(Fine)], hostJson: hostJson), StringComparison.Ordinal);

    [Theory]
    [InlineData("At", "tomorrow", "The setting 'At' is 'tomorrow'")]
    [InlineData("At", "2021-05-10", "The setting 'At' is '2021-05-10'")]
    [InlineData("port", "http", "The setting 'port' is 'http'")]
    [InlineData("Standalone:QueueLease", "0", "The setting 'Standalone:QueueLease' is '0'")]
    [InlineData("AzureFunctionsJobHost:extensions:queues:maxDequeueCount", "0", "'extensions.queues.maxDequeueCount' is '0'")]
    public void A_wrong_setting_stops_the_start_and_is_named(string name, string value, string sentence) =>
        Assert.Contains(
            sentence,
            TestHost.Refusal([typeof(Fine)], builder => builder.Configuration.AddInMemoryCollection([new(name, value)])),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("2021-05-10T12:00", "America/Mexico_City", "2021-05-10T17:00:00Z")]
    [InlineData("2021-05-10T12:00", null, "2021-05-10T12:00:00Z")]
    [InlineData("2021-05-10T12:00:30", "UTC", "2021-05-10T12:00:30Z")]
    [InlineData("2021-05-10T12:00-06:00", "Europe/Madrid", "2021-05-10T18:00:00Z")]
    [InlineData("2021-05-10T12:00Z", null, "2021-05-10T12:00:00Z")]
    public void At_sets_the_clock_which_runs_on_from_there(string at, string? zone, string expected)
    {
        var clock = ShiftedClock.From(new ConfigurationBuilder().AddInMemoryCollection([new("At", at), new("AtTimeZone", zone)]).Build());
        var first = clock.GetUtcNow();
        Assert.InRange(first - DateTimeOffset.Parse(expected, null), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.True(SpinWait.SpinUntil(() => clock.GetUtcNow() > first, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("2021-04-04T02:30", "America/Mexico_City", "skip")]
    [InlineData("2021-05-10T12:00", "Mexico", "'AtTimeZone'")]
    [InlineData("2021-05-10T25:00", null, "'At'")]
    public void At_refuses_a_time_that_does_not_exist_and_an_unknown_time_zone(string at, string? zone, string part)
    {
        if (zone == "Mexico") zone = "Atlantis/Capital";
        var refused = Assert.Throws<StartException>(
            () => ShiftedClock.From(new ConfigurationBuilder().AddInMemoryCollection([new("At", at), new("AtTimeZone", zone)]).Build()));
        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, refused.ToString());
    }

    [Fact]
    public void Without_At_the_host_uses_the_system_clock() =>
        Assert.Same(TimeProvider.System, ShiftedClock.From(new ConfigurationBuilder().Build()));

    [Fact]
    public async Task The_command_line_wins_over_the_environment()
    {
        Environment.SetEnvironmentVariable("StartTests__Setting", "environment");
        Environment.SetEnvironmentVariable("StartTests__Other", "environment");
        try
        {
            await using var host = await TestHost.StartAsync([typeof(Fine)], args: ["--port", "0", "--StartTests:Setting", "command line"]);
            var configuration = host.Services.GetRequiredService<IConfiguration>();
            Assert.Equal("command line", configuration["StartTests:Setting"]);
            Assert.Equal("environment", configuration["StartTests:Other"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("StartTests__Setting", null);
            Environment.SetEnvironmentVariable("StartTests__Other", null);
        }
    }

    [Theory]
    [InlineData("""{"IsEncrypted": false, /* as func writes it */ "Values": {"A__B": "1", "C:D": "2",}}""", null)]
    [InlineData("""{"IsEncrypted": true, "Values": {}}""", "encrypted")]
    [InlineData("""{"Values": {"A": 1}}""", "'A' must be a string")]
    [InlineData("""{"Values": """, "cannot be read")]
    [InlineData("[]", "must hold a JSON object")]
    public void Local_settings_are_read_or_refused(string json, string? sentence)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, json);
        if (sentence is null) Assert.Equal(["A:B=1", "C:D=2"], LocalSettings.Read(path).Select(value => $"{value.Key}={value.Value}"));
        else Assert.Contains(sentence, Assert.Throws<StartException>(() => LocalSettings.Read(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public void A_minimal_host_json_gives_the_official_defaults_and_settings_override_it()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, """{"version": "2.0"}""");
        var settings = HostSettings.Read(new ConfigurationBuilder().Build(), new StandaloneOptions { HostJsonPath = path });
        Assert.Equal("api", settings.RoutePrefix);
        Assert.Equal(
            new QueueSettings(16, 8, TimeSpan.Zero, 5, TimeSpan.FromMinutes(1), IsBase64: true, TimeSpan.FromSeconds(30)), settings.Queues);

        var overridden = HostSettings.Read(
            new ConfigurationBuilder().AddInMemoryCollection(
            [
                new("AzureFunctionsJobHost:extensions:queues:visibilityTimeout", "00:00:02"),
                new("AzureFunctionsJobHost:extensions:queues:batchSize", "5"),
                new("AzureFunctionsJobHost:extensions:http:routePrefix", ""),
            ]).Build(),
            new StandaloneOptions { HostJsonPath = path });
        Assert.Equal(TimeSpan.FromSeconds(2), overridden.Queues.VisibilityTimeout);
        Assert.Equal((5, 2, ""), (overridden.Queues.BatchSize, overridden.Queues.NewBatchThreshold, overridden.RoutePrefix));
        File.Delete(path);
    }

    [Fact]
    public void Http_functions_need_the_web_integration()
    {
        var builder = FunctionsApplication.CreateBuilder(["--port", "0"]);
        var path = Path.GetTempFileName();
        File.WriteAllText(path, """{"version": "2.0"}""");
        builder.Services.Configure<StandaloneOptions>(options => (options.FunctionClasses, options.HostJsonPath) = ([typeof(Fine)], path));
        Assert.Contains("ConfigureFunctionsWebApplication", Assert.Throws<StartException>(builder.Build).Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    internal sealed class Fine
    {
        [Function(nameof(Fine))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();
    }

    internal sealed class TwoOfAName
    {
        [Function("Twice")]
        public void One([QueueTrigger("one")] string text) => _ = text;

        [Function("twice")]
        public void Two([QueueTrigger("two")] string text) => _ = text;
    }

    internal sealed class Private
    {
        [Function("Hidden")]
        internal void Run([QueueTrigger("one")] string text) => _ = text;
    }

    internal sealed class NoTrigger
    {
        [Function("Aimless")]
        public void Run(string text) => _ = text;
    }

    internal sealed class TwoTriggers
    {
        [Function("Torn")]
        public void Run([QueueTrigger("one")] string one, [QueueTrigger("two")] string two) => _ = one + two;
    }

    internal sealed class Unbindable
    {
        [Function(nameof(Unbindable))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, Uri where) => Results.Ok(where);
    }

    internal sealed class EnumParameter
    {
        [Function(nameof(EnumParameter))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, DayOfWeek? day) => Results.Ok(day);
    }

    internal sealed class WrongMetadata
    {
        [Function(nameof(WrongMetadata))]
        public void Run([QueueTrigger("one")] string text, string dequeueCount) => _ = text + dequeueCount;
    }

    internal sealed class WrongTimer
    {
        [Function(nameof(WrongTimer))]
        public void Run([TimerTrigger("0 0 * * * *")] string timer) => _ = timer;
    }

    internal sealed class ShortQueue
    {
        [Function(nameof(ShortQueue))]
        public void Run([QueueTrigger("ab")] string text) => _ = text;
    }

    internal sealed class LoudQueue
    {
        [Function(nameof(LoudQueue))]
        public void Run([QueueTrigger("Comments")] string text) => _ = text;
    }

    internal sealed class Unresolved
    {
        [Function(nameof(Unresolved))]
        public void Run([QueueTrigger("%Nothing%-comments")] string text) => _ = text;
    }

    internal sealed class NoConnection
    {
        [Function(nameof(NoConnection))]
        public void Run([QueueTrigger("comments", Connection = "ElsewhereStorage")] string text) => _ = text;
    }

    internal sealed class BadSchedule
    {
        [Function(nameof(BadSchedule))]
        public void Run([TimerTrigger("every day")] TimerInfo timer) => _ = timer;
    }

    internal sealed class SameRoutes
    {
        [Function("SameRouteA")]
        public IResult A([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x/{a}/y")] HttpRequest request) => Results.Ok();

        [Function("SameRouteB")]
        public IResult B([HttpTrigger(AuthorizationLevel.Anonymous, "post", "get", Route = "x/{b}/y")] HttpRequest request) => Results.Ok();
    }

    internal sealed class BadRoute
    {
        [Function(nameof(BadRoute))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "x/{")] HttpRequest request) => Results.Ok();
    }

    internal sealed class AsyncVoid
    {
        [Function(nameof(AsyncVoid))]
#pragma warning disable MA0155 // The host must refuse it.
        public async void Run([QueueTrigger("one")] string text) => await Task.FromResult(text);
#pragma warning restore MA0155
    }

    internal sealed class Valued
    {
        [Function(nameof(Valued))]
        public ValueTask<string> RunAsync([QueueTrigger("one")] string text) => new(text);
    }

    internal sealed class BadName
    {
        [Function("1st")]
        public void Run([QueueTrigger("one")] string text) => _ = text;
    }
}
