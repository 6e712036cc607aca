using System.Xml.Linq;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Shared.Tests.Storage;

public sealed class KeyRingRepositoryTests
{
    [Fact]
    public async Task Keys_are_shared_by_all_instances()
    {
        var world = await World.NewAsync();
        new KeyRingRepository(world.Clients, world.Names).StoreElement(new XElement("key", "uno — ñ"), "key-1");
        new KeyRingRepository(world.Clients, world.Names).StoreElement(new XElement("key", "dos"), "key-2");

        var other = world.AnotherInstance();
        Assert.Equal(["uno — ñ", "dos"], new KeyRingRepository(other.Clients, other.Names).GetAllElements().Select(e => e.Value));
    }

    [Fact]
    public async Task Before_the_first_key_there_are_none()
    {
        var world = await World.NewAsync();
        Assert.Empty(new KeyRingRepository(world.Clients, world.Names).GetAllElements());
    }

    [Fact]
    public async Task Other_secrets_are_no_keys_of_the_ring()
    {
        var world = await World.NewAsync();
        await world.Secrets.GetAsync("challenges", default);

        Assert.Empty(new KeyRingRepository(world.Clients, world.Names).GetAllElements());
    }
}
