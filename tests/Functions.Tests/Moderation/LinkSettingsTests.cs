using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Moderation;

namespace ServerlessDecide.Functions.Tests.Moderation;

public sealed class LinkSettingsTests
{
    [Fact]
    public async Task The_setting_names_the_domains_of_this_installation()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Links:OwnDomains"] = "decide.example.mx" }).Build();
        await using var services = new ServiceCollection().AddServerlessDecide(settings).BuildServiceProvider();

        Assert.True(services.GetRequiredService<OfficialSites>().Holds("https://www.decide.example.mx/propuestas"));
    }
}
