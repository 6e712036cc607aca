using System.Globalization;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Statistics;

/// <summary>
/// An app on 11 May 2021 with the statistics of 10 May: 14 reactions and 9 comments of 14 visitors, and 23 consultations and visits of a phone.
/// </summary>
public sealed class FinishedDay : IAsyncLifetime
{
    public const string Process = "edomex-2021";

    public TestApp App { get; private set; } = null!;

    /// <summary>The statistics as they were on 10 May, after all had been counted.</summary>
    public JsonElement StatisticsBeforeItsEnd { get; private set; }

    public async Task InitializeAsync()
    {
        App = await TestApp.StartAsync();
        var fromToday = SharedApp.AllOpen.With("react-to-platforms", ("2021-05-10T00:00:00-05:00", "2021-06-03T00:00:00-05:00")).With("react-to-blocks").With("react-to-proposals");
        await Example.LoadAsync(App, Process, fromToday);
        var visitors = await Task.WhenAll(Enumerable.Range(0, 14).Select(_ => App.NewVisitorAsync(Process)));
        await Task.WhenAll(visitors.Select(v => v.ReactAsync("sol-legislatura", "like")));
        await Task.WhenAll(visitors.Take(9).Select(v => v.CommentAsync("sol-legislatura", "Más árboles")));
        using var phone = App.NewPhone();
        for (var i = 0; i < 23; i++)
        {
            (await phone.GetAsync($"processes/{Process}/glossary")).Dispose();
            (await phone.PostAsync($"processes/{Process}/visits", Answers.Json("""{"view":"home","campaign":"x"}"""))).Dispose();
        }

        await App.UseAsync(Process, "consultations.section.glossary", 23);
        await App.FireAsync("AggregateStatisticsTimer");
        StatisticsBeforeItsEnd = await App.Client.GetJsonAsync($"processes/{Process}/statistics");

        App.Time.SetUtcNow(DateTimeOffset.Parse("2021-05-11T09:00:00-05:00", CultureInfo.InvariantCulture));
        await App.FireAsync("AggregateStatisticsTimer");
    }

    public Task DisposeAsync() => App.DisposeAsync().AsTask();
}
