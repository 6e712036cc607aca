using System.Buffers.Text;
using Microsoft.AspNetCore.DataProtection;
using ServerlessDecide.Visitors;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Visitors;

public sealed class EntryTicketProtectorTests
{
    private static readonly EphemeralDataProtectionProvider Protection = new();
    private static readonly DateTimeOffset Now = At("2021-05-10T12:00");
    private readonly EntryTicketProtector tickets = new(Protection);

    [Fact]
    public void A_ticket_says_when_its_turn_comes_until_a_day_after_that()
    {
        var issued = tickets.Issue(Edomex, Now + EntryQueue.Shortest);

        Assert.Equal(Now + EntryQueue.Shortest, tickets.Read(issued.Ticket, Edomex, Now)!.Value.ReadyAt);
        Assert.NotNull(tickets.Read(issued.Ticket, Edomex, issued.ReadyAt + EntryTicketProtector.ExchangePeriod - TimeSpan.FromSeconds(1)));
        Assert.Null(tickets.Read(issued.Ticket, Edomex, issued.ReadyAt + EntryTicketProtector.ExchangePeriod));
    }

    [Fact]
    public void Every_ticket_is_unique_and_is_remembered_until_it_has_expired()
    {
        var (one, two) = (tickets.Read(tickets.Issue(Edomex, Now).Ticket, Edomex, Now)!.Value, tickets.Read(tickets.Issue(Edomex, Now).Ticket, Edomex, Now)!.Value);

        Assert.NotEqual(one.Use.Id, two.Use.Id);
        Assert.Equal(Now + EntryTicketProtector.ExchangePeriod, one.Use.ExpiresAt);
    }

    [Fact]
    public void A_forged_ticket_one_of_another_process_or_a_visitors_token_is_not_a_ticket()
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
        Assert.Null(tickets.Read(new VisitorTokenProtector(Protection).Issue(Edomex, Now).Token, Edomex, Now));
        Assert.Equal(TokenStatus.Invalid, new VisitorTokenProtector(Protection).Read(ticket, Edomex, Now).Status);
        Assert.All(["", "AAAA", "no ticket", new string('A', 2000)], text => Assert.Null(tickets.Read(text, Edomex, Now)));
    }
}
