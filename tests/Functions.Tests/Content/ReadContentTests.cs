using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Content;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Content;

public sealed class ReadContentTests
{
    [Fact]
    public async Task An_instance_reads_as_it_starts_and_its_first_reader_waits_for_no_storage()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var first = await TestApp.StartAsync();
        await Example.LoadAsync(first, "edomex-2021");

        await using var app = await TestApp.StartAsync(new() { Storage = proxy.ConnectionString, Prefix = first.Prefix });
        var published = app.Services.GetRequiredService<PublishedProcesses>();
        await TestApp.WaitUntilAsync(() => Task.FromResult(published.Held.Count == 1), "the process is read");
        proxy.Set(StorageService.Blob, StorageMode.Refuse);

        Assert.NotEmpty((await app.Client.GetJsonAsync("processes/edomex-2021/districts")).Items());
    }
}
