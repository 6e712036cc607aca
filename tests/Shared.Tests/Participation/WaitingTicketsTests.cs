using System.Buffers.Text;
using Microsoft.AspNetCore.DataProtection;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Participation;

public sealed class WaitingTicketsTests
{
    private static readonly EphemeralDataProtectionProvider Protection = new();
    private static readonly DateTimeOffset Now = At("2021-05-10T12:00");
    private readonly WaitingTickets tickets = new(Protection);

    [Fact]
    public void A_ticket_says_when_its_turn_comes_until_a_day_after_that()
    {
        var issued = tickets.Issue(Edomex, Now + WaitingLine.Shortest);

        Assert.Equal(Now + WaitingLine.Shortest, tickets.Read(issued.Ticket, Edomex, Now)!.Value.ReadyAt);
        Assert.NotNull(tickets.Read(issued.Ticket, Edomex, issued.ReadyAt + WaitingTickets.Patience - TimeSpan.FromSeconds(1)));
        Assert.Null(tickets.Read(issued.Ticket, Edomex, issued.ReadyAt + WaitingTickets.Patience));
    }

    [Fact]
    public void Every_ticket_is_another_one_and_is_remembered_until_it_has_expired()
    {
        var (one, two) = (tickets.Read(tickets.Issue(Edomex, Now).Ticket, Edomex, Now)!.Value, tickets.Read(tickets.Issue(Edomex, Now).Ticket, Edomex, Now)!.Value);

        Assert.NotEqual(one.Use.Id, two.Use.Id);
        Assert.Equal(Now + WaitingTickets.Patience, one.Use.ExpiresAt);
    }

    [Fact]
    public void What_is_forged_of_another_process_or_a_visitors_token_is_no_ticket()
    {
        var ticket = tickets.Issue(Edomex, Now).Ticket;
        var bytes = Base64Url.DecodeFromChars(ticket);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.Null(tickets.Read(Base64Url.EncodeToString(bytes), Edomex, Now));
            bytes[i] ^= 1;
        }

        Assert.Null(tickets.Read(ticket, ProcessId.Parse("atlautla-2022"), Now));
        Assert.Null(tickets.Read(new VisitorTokens(Protection).Issue(Edomex, Now).Token, Edomex, Now));
        Assert.Equal(TokenStatus.Invalid, new VisitorTokens(Protection).Read(ticket, Edomex, Now).Status);
        Assert.All(["", "AAAA", "no ticket", new string('A', 2000)], text => Assert.Null(tickets.Read(text, Edomex, Now)));
    }
}
