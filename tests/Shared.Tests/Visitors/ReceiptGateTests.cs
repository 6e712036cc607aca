using System.Net;
using ServerlessDecide.Visitors;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Visitors;

public sealed class ReceiptGateTests
{
    private static readonly DateTimeOffset Now = At("2021-05-10T12:00");
    private static readonly NetworkHash School = NetworkHash.Compute("a test's key"u8, IPAddress.Parse("203.0.113.7"));
    private static readonly NetworkHash Elsewhere = NetworkHash.Compute("a test's key"u8, IPAddress.Parse("198.51.100.9"));

    private readonly ReceiptGate gate = new();

    [Fact]
    public void A_crowd_behind_one_address_is_never_refused_for_its_number()
    {
        for (var i = 0; i < 5 * ReceiptGate.Unknown.Burst; i++)
        {
            var receipt = NewReceipt();
            Assert.Null(gate.TakeLook(receipt, School, Now));
            gate.Note(receipt, exists: true, School, Now);
        }
    }

    [Fact]
    public void A_network_that_guesses_is_refused_and_its_neighbours_still_get_answers_about_receipts_that_were_seen()
    {
        var neighbour = NewReceipt();
        gate.Note(neighbour, exists: true, School, Now);
        Guess(School, ReceiptGate.Unknown.Burst + ReceiptGate.Spare.Burst);

        var refused = gate.TakeLook(NewReceipt(), School, Now);
        Assert.Equal((ReceiptGate.Unknown, ReceiptGate.Unknown.Interval), (refused!.Limit, refused.Wait));
        Assert.Equal(ReceiptGate.Unknown, gate.TakeReview(NewReceipt(), School, Now)!.Limit);
        Assert.Null(gate.TakeLook(neighbour, School, Now));
        Assert.Null(gate.TakeReview(neighbour, School, Now));
        Assert.Null(gate.TakeLook(NewReceipt(), Elsewhere, Now));
        Assert.Null(gate.TakeLook(NewReceipt(), null, Now));
        Assert.Null(gate.TakeLook(NewReceipt(), School, Now + ReceiptGate.Unknown.Interval));
    }

    [Fact]
    public void A_network_that_is_known_to_be_shared_has_no_limit()
    {
        Guess(null, 2 * ReceiptGate.Unknown.Burst);
        Assert.Null(gate.TakeLook(NewReceipt(), null, Now));
    }

    [Fact]
    public void Each_receipt_has_limits_of_its_own_for_looks_and_for_reviews()
    {
        var (one, other) = (NewReceipt(), NewReceipt());
        foreach (var receipt in new[] { one, other }) gate.Note(receipt, exists: true, School, Now);
        for (var i = 0; i < ReceiptGate.Looks.Burst; i++) Assert.Null(gate.TakeLook(one, School, Now));
        for (var i = 0; i < ReceiptGate.Reviews.Burst; i++) Assert.Null(gate.TakeReview(one, Elsewhere, Now));

        // From whatever network.
        Assert.Equal(new RateOutcome.LimitReached(ReceiptGate.Looks, ReceiptGate.Looks.Interval), gate.TakeLook(one, Elsewhere, Now));
        Assert.Equal(new RateOutcome.LimitReached(ReceiptGate.Reviews, ReceiptGate.Reviews.Interval), gate.TakeReview(one, School, Now));
        Assert.Null(gate.TakeLook(other, School, Now));
        Assert.Null(gate.TakeReview(other, School, Now));
        Assert.Null(gate.TakeLook(one, School, Now + ReceiptGate.Looks.Interval));
        Assert.Null(gate.TakeReview(one, School, Now + ReceiptGate.Reviews.Interval));
    }

    [Fact]
    public void The_memory_of_receipts_is_bounded_and_keeps_those_that_are_asked_for()
    {
        var kept = NewReceipt();
        gate.Note(kept, exists: true, School, Now);
        for (var i = 0; i < ReceiptGate.Looks.Burst; i++) Assert.Null(gate.TakeLook(kept, School, Now));
        var first = NewReceipt();
        gate.Note(first, exists: true, School, Now);
        Guess(School, ReceiptGate.Unknown.Burst + ReceiptGate.Spare.Burst);
        for (var i = 0; i < ReceiptGate.Most; i++)
        {
            gate.Note(NewReceipt(), exists: true, Elsewhere, Now);
            if (i % 1000 == 0) Assert.NotNull(gate.TakeLook(kept, School, Now));
        }

        Assert.Equal(ReceiptGate.Looks, gate.TakeLook(kept, School, Now)!.Limit);
        // Forgotten, so it counts as one that nobody has seen.
        Assert.Equal(ReceiptGate.Unknown, gate.TakeLook(first, School, Now)!.Limit);
    }

    [Fact]
    public void Networks_past_their_limit_share_some_reads_so_that_a_neighbour_gets_a_first_answer()
    {
        Guess(School, ReceiptGate.Unknown.Burst);
        Guess(Elsewhere, ReceiptGate.Unknown.Burst);
        var neighbour = NewReceipt();
        Assert.Null(gate.TakeLook(neighbour, School, Now));
        gate.Note(neighbour, exists: true, School, Now);
        Guess(Elsewhere, ReceiptGate.Spare.Burst - 1);

        Assert.Equal(ReceiptGate.Unknown, gate.TakeLook(NewReceipt(), Elsewhere, Now)!.Limit);
        Assert.Equal(ReceiptGate.Unknown, gate.TakeLook(NewReceipt(), School, Now)!.Limit);
        Assert.Null(gate.TakeLook(neighbour, School, Now));
        Assert.Null(gate.TakeLook(NewReceipt(), School, Now + ReceiptGate.Spare.Interval));
        Assert.NotNull(gate.TakeLook(NewReceipt(), Elsewhere, Now + ReceiptGate.Spare.Interval));
    }

    private void Guess(NetworkHash? network, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var receipt = NewReceipt();
            Assert.Null(gate.TakeLook(receipt, network, Now));
            gate.Note(receipt, exists: false, network, Now);
        }
    }

    private static Receipt NewReceipt() => Receipt.New(new DateOnly(2021, 5, 10));
}
