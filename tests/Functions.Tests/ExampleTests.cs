using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Processes;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

/// <summary>What other tests begin with.</summary>
[Collection(SharedApp.Name)]
public sealed class ExampleTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    [Fact]
    public async Task Loading_the_example_publishes_what_importing_it_does()
    {
        await Example.ImportAsync(app, "importado-2021", SharedApp.AllOpen);
        await Example.LoadAsync(app, "cargado-2021", SharedApp.AllOpen);
        var catalog = (await app.Services.GetRequiredService<CatalogStore>().ReadAsync(null, default))!.Catalog;
        // A version is the hash of what it holds.
        var version = catalog.Find(ProcessId.Parse("importado-2021"))!.ContentVersion;
        Assert.NotNull(version);
        Assert.Equal(version, catalog.Find(ProcessId.Parse("cargado-2021"))!.ContentVersion);
    }
}
