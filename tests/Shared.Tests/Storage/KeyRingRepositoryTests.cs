using System.Xml.Linq;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Shared.Tests.Storage;

public sealed class KeyRingRepositoryTests
{
    [Fact]
    public async Task All_instances_share_the_key_ring()
    {
        var world = await World.NewAsync();
        new KeyRingRepository(world.Clients, world.Names).StoreElement(new XElement("key", "uno — ñ"), "key-1");
        new KeyRingRepository(world.Clients, world.Names).StoreElement(new XElement("key", "dos"), "key-2");

        var other = world.AnotherInstance();
        Assert.Equal(["uno — ñ", "dos"], new KeyRingRepository(other.Clients, other.Names).GetAllElements().Select(e => e.Value));
    }

    [Fact]
    public async Task The_key_ring_is_empty_before_the_first_key()
    {
        var world = await World.NewAsync();
        Assert.Empty(new KeyRingRepository(world.Clients, world.Names).GetAllElements());
    }

    [Fact]
    public async Task The_key_ring_leaves_out_other_secrets()
    {
        var world = await World.NewAsync();
        await world.Secrets.GetAsync("challenges", default);

        Assert.Empty(new KeyRingRepository(world.Clients, world.Names).GetAllElements());
    }
}
