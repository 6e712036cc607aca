using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Processes;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

/// <summary>Checks the example content that other tests start from.</summary>
[Collection(SharedApp.Name)]
public sealed class ExampleTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    [Fact]
    public async Task Loading_the_example_publishes_the_same_content_as_importing_it()
    {
        await Example.ImportAsync(app, "importado-2021", SharedApp.AllOpen);
        await Example.LoadAsync(app, "cargado-2021", SharedApp.AllOpen);
        var catalog = (await app.Services.GetRequiredService<CatalogStore>().ReadAsync(null, default))!.Catalog;
        // A version is the hash of its content.
        var version = catalog.Find(ProcessId.Parse("importado-2021"))!.ContentVersion;
        Assert.NotNull(version);
        Assert.Equal(version, catalog.Find(ProcessId.Parse("cargado-2021"))!.ContentVersion);
    }
}
