namespace ServerlessDecide.Functions.Tests.Processes;

[Collection(SharedApp.Name)]
public sealed class GetHealthTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task Health_returns_ok_and_the_time()
    {
        using var answer = await Shared.App.Client.GetAsync("health");
        var health = await answer.JsonAsync();
        Assert.Equal(["status", "now"], health.Names());
        Assert.Equal("ok", health.Text("status"));
        Assert.Equal(Shared.App.Time.GetUtcNow(), health.GetProperty("now").GetDateTimeOffset());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }
}
