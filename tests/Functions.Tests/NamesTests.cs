using System.Reflection;

namespace ServerlessDecide.Functions.Tests;

/// <summary>Keeps misleading names that we gave up from coming back.</summary>
public sealed class NamesTests
{
    private static readonly string[] Types =
    [
        "WaitingLine", "WaitingTickets", "WaitingTicket", "WaitingList", "Waiting", "WorkList", "Moderator", "Judgement", "Decision", "Verdict", "Finding",
        "CommentModeration", "CommentDecisions", "ContentReader", "ReadContent", "ReactionRequests", "CommentRequests", "CommentMessages", "PublicDocuments",
        "VisitorPaces", "VisitPaces", "NetworkHashes", "PublishedProcesses", "VisitorParticipation", "Admission", "PressureExchange", "SectionOf",
        "CallerSigns", "EachProcess", "SpentProofStore", "Patience",
    ];

    private static readonly string[] Members = ["Patience", "Settled", "Grace", "Warm", "Turn", "Told", "Hear", "HearAsync", "Learn", "TellAsync"];

    private static readonly string[] Rooms = ["Participation", "Description", "Hosting", "Functions.Content", "Oversight", "Publishing"];

    private static readonly Assembly[] Product = [typeof(Slug).Assembly, typeof(Composition).Assembly];

    private static IEnumerable<Type> Ours => Product.SelectMany(a => a.GetTypes()).Where(t => t.Namespace?.StartsWith("ServerlessDecide", StringComparison.Ordinal) == true);

    [Fact]
    public void No_type_has_a_name_that_was_given_up() => Assert.Empty(Ours.Select(t => t.Name.Split('`')[0]).Intersect(Types));

    [Fact]
    public void No_member_has_a_name_that_was_given_up() => Assert.Empty(
        from type in Ours
        from member in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where Members.Contains(member.Name)
        select $"{type.Name}.{member.Name}");

    [Fact]
    public void No_room_has_a_name_that_was_given_up() => Assert.Empty(
        from type in Ours
        from room in Rooms
        where $"{type.Namespace}.".Contains($".{room}.", StringComparison.Ordinal)
        select $"{type.FullName}");
}
