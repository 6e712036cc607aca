using System.Security.Cryptography;
using ServerlessDecide.Visitors;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Visitors;

public sealed class UsedTokenStoreTests
{
    [Fact]
    public async Task A_proof_is_spent_once()
    {
        var world = await World.NewAsync();
        var proof = NewProof("2021-05-10T12:20");

        Assert.True(await world.SpentProofs.TrySpendAsync(proof, default));
        Assert.False(await world.SpentProofs.TrySpendAsync(proof, default));
        Assert.False(await world.AnotherInstance().SpentProofs.TrySpendAsync(proof, default));
        Assert.True(await world.SpentProofs.TrySpendAsync(NewProof("2021-05-10T12:20"), default));
    }

    [Fact]
    public async Task Only_one_of_32_concurrent_attempts_spends_a_proof()
    {
        var world = await World.NewAsync();
        var proof = NewProof("2021-05-10T12:20");

        Assert.Single(await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => world.SpentProofs.TrySpendAsync(proof, default))), spent => spent);
    }

    [Fact]
    public async Task Only_days_that_are_over_are_forgotten()
    {
        var world = await World.NewAsync();
        var neighbour = await World.NewAsync();
        var yesterday = NewProof("2021-05-09T12:00");
        var today = NewProof("2021-05-10T12:00");
        var tomorrow = NewProof("2021-05-11T12:00");
        foreach (var proof in new[] { yesterday, today, tomorrow }) await world.SpentProofs.TrySpendAsync(proof, default);
        await neighbour.SpentProofs.TrySpendAsync(yesterday, default);
        await world.Audit.RecordAsync("edomex-2021", "operator", "test", "", default);

        Assert.Equal(1, await world.SpentProofs.ForgetExpiredAsync(At("2021-05-10T13:00"), default));

        Assert.False(await world.SpentProofs.TrySpendAsync(today, default));
        Assert.False(await world.SpentProofs.TrySpendAsync(tomorrow, default));
        Assert.False(await neighbour.SpentProofs.TrySpendAsync(yesterday, default));
        Assert.Contains(world.Names.Audit, await world.Tables.ListAsync(world.Prefix, default));
        Assert.Equal(0, await world.SpentProofs.ForgetExpiredAsync(At("2021-05-10T13:00"), default));
    }

    [Fact]
    public async Task A_proof_made_before_midnight_is_remembered_until_the_day_of_its_expiry_is_over()
    {
        var world = await World.NewAsync();
        var proof = new VerifiedProof(NewProof("2021-05-10T12:00").Id, new DateTimeOffset(2021, 5, 11, 0, 5, 0, TimeSpan.Zero));
        await world.SpentProofs.TrySpendAsync(proof, default);

        Assert.Equal(0, await world.SpentProofs.ForgetExpiredAsync(new DateTimeOffset(2021, 5, 11, 23, 59, 59, TimeSpan.Zero), default));
        Assert.False(await world.SpentProofs.TrySpendAsync(proof, default));
        Assert.Equal(1, await world.SpentProofs.ForgetExpiredAsync(new DateTimeOffset(2021, 5, 12, 0, 0, 0, TimeSpan.Zero), default));
    }

    private static VerifiedProof NewProof(string expires) => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), At(expires));
}
