using System.Net;
using Microsoft.Extensions.Options;
using ServerlessDecide.Reactions;
using ServerlessDecide.Visitors;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Visitors;

public sealed class RateGateTests
{
    private static readonly IPAddress Address = IPAddress.Parse("203.0.113.7");
    private static readonly Target Water = PlatformTarget("plataforma-maiz");

    [Fact]
    public async Task An_act_of_class_A_counts_for_its_network_and_one_of_class_B_does_not()
    {
        var world = await World.NewAsync();
        var gate = GateOf(world);

        Assert.Equal(QualityClass.A, await CommentAsync(world, gate, world.NewVisitor()));
        Assert.Equal(QualityClass.B, await CommentAsync(world, gate, world.NewVisitor() with { Class = QualityClass.B }));

        Assert.Equal(new Pressure(0, 0, 1, 1, 1), await PressureAsync(world));
    }

    [Fact]
    public async Task Acts_after_a_burst_from_their_network_are_B_unless_the_network_is_shared()
    {
        var world = await World.NewAsync();
        var network = await world.Networks.OfAsync(Address, world.Time.GetUtcNow(), default);
        for (var i = 0; i <= QualityRules.VisitorsAnHour; i++) world.Pressure.CountVisitor(network, world.Time.GetUtcNow());

        Assert.Equal(QualityClass.B, await CommentAsync(world, GateOf(world), world.NewVisitor()));
        Assert.Equal(QualityClass.A, await CommentAsync(world, GateOf(world, "203.0.113.0/28"), world.NewVisitor()));
    }

    [Fact]
    public async Task An_act_stopped_by_a_limit_counts_for_no_network()
    {
        var world = await World.NewAsync();
        var (gate, visitor) = (GateOf(world), world.NewVisitor());
        for (var i = 0; i < VisitorLimit.Comments.Burst; i++) await CommentAsync(world, gate, visitor);
        var before = await PressureAsync(world);

        var reached = await gate.TakeCommentAsync(visitor, Address, world.Time.GetUtcNow(), default);

        Assert.Equal(new RateOutcome.LimitReached(VisitorLimit.Comments, VisitorLimit.Comments.Interval), reached);
        Assert.Equal(before, await PressureAsync(world));
    }

    [Fact]
    public async Task Each_kind_of_act_has_a_limit_of_its_own()
    {
        var world = await World.NewAsync();
        var (gate, visitor, now) = (GateOf(world), world.NewVisitor(), world.Time.GetUtcNow());
        for (var i = 0; i < VisitorLimit.OwnReactions.Burst; i++) Assert.Null(gate.TakeOwnLook(visitor, now));

        Assert.Equal(VisitorLimit.OwnReactions, gate.TakeOwnLook(visitor, now)?.Limit);
        Assert.IsType<RateOutcome.Admitted>(await gate.TakeReactionAsync(visitor, Water, Stance.Like, Address, now, default));
        Assert.Equal(QualityClass.A, await CommentAsync(world, gate, visitor));
    }

    private static async Task<QualityClass> CommentAsync(World world, RateGate gate, Visitor visitor) =>
        Assert.IsType<RateOutcome.Admitted>(await gate.TakeCommentAsync(visitor, Address, world.Time.GetUtcNow(), default)).Visitor.Class;

    private static async Task<Pressure> PressureAsync(World world) =>
        world.Pressure.Of(await world.Networks.OfAsync(Address, world.Time.GetUtcNow(), default), world.Time.GetUtcNow());

    private static RateGate GateOf(World world, string shared = "") => new(
        new CallerNetworks(world.Networks, Options.Create(new SharedNetworkOptions { SharedNetworks = shared })), world.Pressure, world.Exchange, new VisitorPaceTracker());
}
