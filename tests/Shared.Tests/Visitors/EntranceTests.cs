using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using ServerlessDecide.Storage;
using ServerlessDecide.Visitors;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Visitors;

public sealed class EntranceTests
{
    private static readonly IPAddress Address = IPAddress.Parse("203.0.113.7");
    private readonly EphemeralDataProtectionProvider protection = new();

    [Fact]
    public async Task A_proof_admits_once_and_counts_once_for_its_network()
    {
        var world = await World.NewAsync();
        var entrance = EntranceOf(world);
        var proof = await ProveAsync(world, entrance);

        var entered = Assert.IsType<EntryOutcome.Entered>(await EnterAsync(world, entrance, proof));
        Assert.IsType<EntryOutcome.BadProof>(await EnterAsync(world, entrance, proof));

        Assert.Equal(QualityClass.A, ReadClass(world, entered));
        Assert.Equal(new Pressure(1, 1, 0), await PressureAsync(world));
    }

    [Fact]
    public async Task An_invalid_proof_counts_for_no_network()
    {
        var world = await World.NewAsync();
        var entrance = EntranceOf(world);

        Assert.IsType<EntryOutcome.BadProof>(await EnterAsync(world, entrance, new EntryClaim.Proof("e30=")));
        Assert.IsType<EntryOutcome.BadTicket>(await EnterAsync(world, entrance, new EntryClaim.Ticket("x")));

        Assert.Equal(default, await PressureAsync(world));
    }

    [Fact]
    public async Task An_early_ticket_is_not_used_up_and_a_due_one_admits_once_with_class_B()
    {
        var world = await World.NewAsync();
        var entrance = EntranceOf(world);
        var ticket = await entrance.JoinQueueAsync(Edomex, Address, world.Time.GetUtcNow(), default);
        var claim = new EntryClaim.Ticket(ticket.Ticket);

        Assert.Equal(new EntryOutcome.TicketEarly(ticket.ReadyAt), await EnterAsync(world, entrance, claim));
        world.Time.SetUtcNow(ticket.ReadyAt);
        var entered = Assert.IsType<EntryOutcome.Entered>(await EnterAsync(world, entrance, claim));
        Assert.IsType<EntryOutcome.BadTicket>(await EnterAsync(world, entrance, claim));

        Assert.Equal(QualityClass.B, ReadClass(world, entered));
        Assert.Equal(default, await PressureAsync(world));
    }

    [Fact]
    public async Task The_turn_of_a_ticket_comes_a_whole_number_of_seconds_from_now()
    {
        var world = await World.NewAsync();
        world.Time.Advance(TimeSpan.FromMilliseconds(789));
        var now = world.Time.GetUtcNow();

        var ticket = await EntranceOf(world).JoinQueueAsync(Edomex, Address, now, default);

        Assert.Equal(EntryQueue.Shortest, ticket.ReadyAt - now);
    }

    [Fact]
    public async Task A_challenge_costs_more_for_a_busy_network_and_asking_for_one_is_not_counted()
    {
        var world = await World.NewAsync();
        var entrance = EntranceOf(world);
        var network = await world.Networks.OfAsync(Address, world.Time.GetUtcNow(), default);
        for (var i = 0; i <= QualityRules.VisitorsAnHour; i++) world.Pressure.CountVisitor(network, world.Time.GetUtcNow());
        var before = await PressureAsync(world);

        Assert.Equal("000", (await ChallengeAsync(world, entrance, Address)).Parameters.KeyPrefix);
        Assert.Equal("00", (await ChallengeAsync(world, entrance, IPAddress.Parse("198.51.100.9"))).Parameters.KeyPrefix);
        Assert.Equal("00", (await ChallengeAsync(world, EntranceOf(world, "203.0.113.0/28"), Address)).Parameters.KeyPrefix);
        Assert.Equal(before, await PressureAsync(world));
    }

    [Fact]
    public async Task Only_a_claim_that_admits_counts_as_taking_part_and_a_closed_process_admits_nobody_and_uses_up_no_claim()
    {
        var world = await World.NewAsync();
        var entrance = EntranceOf(world);
        var (proof, ticket) = (await ProveAsync(world, entrance), await entrance.JoinQueueAsync(Edomex, Address, world.Time.GetUtcNow(), default));
        foreach (var bad in new EntryClaim[] { new EntryClaim.Proof("e30="), new EntryClaim.Ticket("x"), new EntryClaim.Ticket(ticket.Ticket) })
        {
            Assert.IsNotType<EntryOutcome.Entered>(await EnterAsync(world, entrance, bad));
        }

        Assert.False(await world.Evidence.ExistsAsync(Edomex, default));
        Assert.True(await world.Evidence.TryCloseAsync(Edomex, default));
        await Assert.ThrowsAsync<SecretSealedException>(() => EnterAsync(world, entrance, proof));
        world.Time.SetUtcNow(ticket.ReadyAt);
        await Assert.ThrowsAsync<SecretSealedException>(() => EnterAsync(world, entrance, new EntryClaim.Ticket(ticket.Ticket)));
        Assert.IsType<EntryOutcome.BadProof>(await EnterAsync(world, entrance, new EntryClaim.Proof("e30=")));
        Assert.False(await world.Evidence.ExistsAsync(Edomex, default));

        var other = ProcessId.Parse("otro-2021");
        var admitted = new EntryClaim.Proof(ProofOfWorkTests.Encode(ProofOfWorkTests.Solved(await entrance.ChallengeAsync(other, Address, world.Time.GetUtcNow(), default))));
        Assert.IsType<EntryOutcome.Entered>(await entrance.EnterAsync(other, admitted, Address, world.Time.GetUtcNow(), default));
        Assert.True(await world.Evidence.ExistsAsync(other, default));
        Assert.False(await world.Evidence.TryCloseAsync(other, default));
    }

    private static async Task<EntryClaim> ProveAsync(World world, Entrance entrance) =>
        new EntryClaim.Proof(ProofOfWorkTests.Encode(ProofOfWorkTests.Solved(await ChallengeAsync(world, entrance, Address))));

    private static Task<Challenge> ChallengeAsync(World world, Entrance entrance, IPAddress address) =>
        entrance.ChallengeAsync(Edomex, address, world.Time.GetUtcNow(), default);

    private static Task<EntryOutcome> EnterAsync(World world, Entrance entrance, EntryClaim claim) =>
        entrance.EnterAsync(Edomex, claim, Address, world.Time.GetUtcNow(), default);

    private static async Task<Pressure> PressureAsync(World world) =>
        world.Pressure.Of(await world.Networks.OfAsync(Address, world.Time.GetUtcNow(), default), world.Time.GetUtcNow());

    private QualityClass ReadClass(World world, EntryOutcome.Entered entered) =>
        new VisitorTokenProtector(protection).Read(entered.Token.Token, Edomex, world.Time.GetUtcNow()).Class;

    private Entrance EntranceOf(World world, string shared = "")
    {
        var networks = new CallerNetworks(world.Networks, Options.Create(new SharedNetworkOptions { SharedNetworks = shared }));
        return new Entrance(
            world.Secrets,
            world.SpentProofs,
            new EntryQueue(),
            new EntryTicketProtector(protection),
            new VisitorTokenProtector(protection),
            networks,
            new RateGate(networks, world.Pressure, world.Exchange, new VisitorPaceTracker()),
            Options.Create(new ProofOptions { ProofCost = 1 }));
    }
}
