using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Shared.Tests.Storage;

public sealed class SecretStoreTests
{
    [Fact]
    public async Task A_secret_is_created_on_first_use_and_then_the_same_everywhere()
    {
        var world = await World.NewAsync();

        var made = await world.Secrets.GetAsync("challenges", default);

        Assert.Equal(32, made.Length);
        Assert.Equal(made, await world.Secrets.GetAsync("challenges", default));
        Assert.Equal(made, await world.AnotherInstance().Secrets.GetAsync("challenges", default));
    }

    [Fact]
    public async Task Instances_that_create_a_secret_at_the_same_time_agree()
    {
        var world = await World.NewAsync();

        var secrets = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.AnotherInstance().Secrets.GetAsync("visitors/edomex-2021", default).AsTask()));

        Assert.Single(secrets.Select(Convert.ToHexString).Distinct());
    }

    [Fact]
    public async Task Every_name_and_every_installation_has_its_own_secret()
    {
        var world = await World.NewAsync();
        var other = await World.NewAsync();
        byte[][] secrets =
        [
            await world.Secrets.GetAsync("visitors/edomex-2021", default),
            await world.Secrets.GetAsync("visitors/atlautla-2022", default),
            await other.Secrets.GetAsync("visitors/edomex-2021", default),
        ];

        Assert.Equal(3, secrets.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public async Task A_secret_once_read_needs_no_storage()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var made = await world.Secrets.GetAsync("challenges", default);
        proxy.Set(StorageMode.Refuse);

        Assert.Equal(made, await world.Secrets.GetAsync("challenges", default));
        await Assert.ThrowsAnyAsync<Exception>(() => world.Secrets.GetAsync("another", default).AsTask());
    }

    [Fact]
    public async Task A_secret_is_either_used_or_sealed_and_looking_for_it_makes_none()
    {
        var world = await World.NewAsync();
        Assert.Null(await world.Secrets.FindAsync("visitors/nadie", default));
        Assert.True(await world.Secrets.TrySealAsync("visitors/nadie", default));
        Assert.True(await world.Secrets.TrySealAsync("visitors/nadie", default));
        Assert.Null(await world.Secrets.FindAsync("visitors/nadie", default));
        await Assert.ThrowsAsync<SecretSealedException>(() => world.AnotherInstance().Secrets.GetAsync("visitors/nadie", default).AsTask());

        var made = await world.Secrets.GetAsync("visitors/alguien", default);
        Assert.False(await world.AnotherInstance().Secrets.TrySealAsync("visitors/alguien", default));
        Assert.Equal(made, await world.AnotherInstance().Secrets.FindAsync("visitors/alguien", default));
    }

    [Fact]
    public async Task Of_a_first_use_and_a_seal_at_once_one_is_refused()
    {
        var world = await World.NewAsync();
        for (var round = 0; round < 8; round++)
        {
            var name = $"visitors/carrera-{round}";
            var use = Task.Run(async () => await world.AnotherInstance().Secrets.GetAsync(name, default));
            var seal = world.AnotherInstance().Secrets.TrySealAsync(name, default);
            var isSealed = await seal;
            var isUsed = await use.ContinueWith(done => done.IsCompletedSuccessfully, TaskScheduler.Default);
            Assert.True(isSealed != isUsed, $"round {round}: sealed {isSealed}, used {isUsed}");
        }
    }
}
