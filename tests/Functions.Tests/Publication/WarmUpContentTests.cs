using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Publication;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Publication;

public sealed class WarmUpContentTests
{
    [Fact]
    public async Task An_instance_loads_content_at_start_so_that_its_first_reader_needs_no_storage()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var first = await TestApp.StartAsync();
        await Example.LoadAsync(first, "edomex-2021");

        await using var app = await TestApp.StartAsync(new() { Storage = proxy.ConnectionString, Prefix = first.Prefix });
        var published = app.Services.GetRequiredService<PublishedProcessCache>();
        await TestApp.WaitUntilAsync(() => Task.FromResult(published.Held.Count == 1), "the process is read");
        proxy.Set(StorageService.Blob, StorageMode.Refuse);

        Assert.NotEmpty((await app.Client.GetJsonAsync("processes/edomex-2021/districts")).Items());
    }
}
