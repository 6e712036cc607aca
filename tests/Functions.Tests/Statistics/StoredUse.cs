using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Statistics;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Statistics;

/// <summary>Reads the usage that an app counted and stored.</summary>
internal static class StoredUse
{
    /// <summary>
    /// Returns the stored usage of the day on the app's clock once the cell reaches the expected count: an answer is counted only after it is sent.
    /// </summary>
    public static async Task<UsageOfDay> UseAsync(this TestApp app, string process, string cell, long count)
    {
        var use = UsageOfDay.None;
        await TestApp.WaitUntilAsync(
            async () =>
            {
                await app.Services.GetRequiredService<UsageWriter>().WriteAsync(CancellationToken.None);
                use = await app.StoredAsync(process);
                return use.Counts.GetValueOrDefault(cell) >= count;
            },
            $"{cell} is {count}");
        Assert.Equal(count, use.Counts[cell]);
        return use;
    }

    public static Task<UsageOfDay> StoredAsync(this TestApp app, string process)
    {
        var id = ProcessId.Parse(process);
        var day = DateOnly.FromDateTime(app.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(-5)).DateTime);
        return app.Services.GetRequiredService<UsageStore>().ReadAsync(id, day, CancellationToken.None);
    }

    /// <summary>Returns the client of a phone, in Spanish by default.</summary>
    public static HttpClient NewPhone(this TestApp app, string language = "es-MX,es;q=0.9,en;q=0.8")
    {
        var client = app.NewClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (Linux; Android 11; Moto E) AppleWebKit/537.36 Chrome/90 Mobile Safari/537.36");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", language);
        return client;
    }
}
