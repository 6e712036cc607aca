using System.ComponentModel.DataAnnotations;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Information;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>
/// Contenders, bodies, posts, areas and candidates in the terms of Popolo (https://www.popoloproject.com/specs/); docs/popolo.md describes
/// the extensions. Members are snake_case, and left out when null.
/// </summary>
internal sealed record PopoloAnswer(
    IReadOnlyList<PopoloOrganization> Organizations,
    IReadOnlyList<PopoloArea> Areas,
    IReadOnlyList<PopoloPost> Posts,
    IEnumerable<PopoloPerson> Persons,
    IEnumerable<PopoloMembership> Memberships)
{
    /// <param name="withCandidates">Whether the list of candidates may be shown.</param>
    /// <param name="withPlatforms">Whether platforms may be shown.</param>
    public static PopoloAnswer From(ContentIndex content, bool withCandidates, bool withPlatforms)
    {
        var all = content.All;
        var candidates = withCandidates ? all.Candidates : [];
        var platforms = (withPlatforms ? all.Platforms : []).ToLookup(p => p.Contender, StringComparer.Ordinal);
        return new PopoloAnswer(
            [.. all.Contenders.Select(c => PopoloOrganization.Of(c, platforms[c.Id])), .. Bodies(content)],
            [
                .. all.Districts.Select(d => new PopoloArea("district/" + d.Number, $"Distrito {d.Number}, {d.Seat}", d.Number, "district")),
                .. all.Municipalities.Select(m => new PopoloArea("municipality/" + m.Code, m.Name, m.Code, "municipality")),
            ],
            [.. PostsOf(content, candidates)],
            // Tens of thousands: enumerated as they are written.
            candidates.Select(c => new PopoloPerson("candidate/" + c.Id, c.Name, c.Gender)),
            all.Contenders.SelectMany(c => c.Members.Select(m => PopoloMembership.Of(c, content.Contender(m)!))).Concat(candidates.Select(PopoloMembership.Of)));
    }

    private static IEnumerable<PopoloOrganization> Bodies(ContentIndex content)
    {
        var legislature = content.All.Offices.FirstOrDefault(o => o.Scope == ContestScope.Legislature)?.Body ?? "Legislatura";
        var council = content.All.Offices.FirstOrDefault(o => o.Scope == ContestScope.Council)?.Body ?? "Ayuntamiento";
        if (content.All.Districts.Count > 0) yield return PopoloOrganization.Body("legislature", legislature, "legislature", null);
        foreach (var m in content.All.Municipalities) yield return PopoloOrganization.Body("council-" + m.Code, $"{council}, {m.Name}", "council", "municipality/" + m.Code);
    }

    // Each office in each contest that elects it, and other posts that candidates seek, such as a seat by a state-wide list.
    private static IEnumerable<PopoloPost> PostsOf(ContentIndex content, IReadOnlyList<Candidate> candidates)
    {
        var described = content.All.Offices.SelectMany(o => o.Scope == ContestScope.Legislature
            ? content.All.Districts.Select(d => (Office: o.Id, Contest: "legislature-" + d.Number))
            : content.All.Municipalities.Select(m => (Office: o.Id, Contest: "council-" + m.Code)));
        return described.Concat(candidates.Select(c => (c.Office, c.Contest))).Distinct().Select(p => PopoloPost.Of(p.Office, p.Contest, content.Office(p.Office)));
    }
}

/// <param name="Id">contender/{id}, or body/{contest} for what is elected.</param>
/// <param name="Color">Extension to Popolo.</param>
/// <param name="Platforms">Extension to Popolo.</param>
internal sealed record PopoloOrganization(
    string Id,
    string Name,
    IReadOnlyList<PopoloName>? OtherNames,
    [AllowedValues("party", "coalition", "common candidacy", "independent", "legislature", "council")] string Classification,
    string? AreaId,
    string? Color,
    IReadOnlyList<PopoloPlatform>? Platforms)
{
    public static PopoloOrganization Of(Contender c, IEnumerable<Platform> platforms) => new(
        "contender/" + c.Id,
        c.Name,
        [new PopoloName(c.ShortName, "short name")],
        c.Kind switch
        {
            ContenderKind.Party => "party",
            ContenderKind.Coalition => "coalition",
            ContenderKind.CommonCandidacy => "common candidacy",
            _ => "independent",
        },
        AreaId: null,
        c.Color,
        platforms.Select(p => new PopoloPlatform(p.Id, p.Scope.Name(), p.Title, p.DocumentUrl, p.Sha256)).ToList() is { Count: > 0 } some ? some : null);

    public static PopoloOrganization Body(string contest, string name, string classification, string? area) =>
        new("body/" + contest, name, OtherNames: null, classification, area, Color: null, Platforms: null);
}

internal sealed record PopoloName(string Name, string Note);

internal sealed record PopoloPlatform(string Id, [NamesOf(typeof(ContestScope))] string Scope, string Title, string? Url, string? Sha256);

internal sealed record PopoloArea(string Id, string Name, string Identifier, [AllowedValues("district", "municipality")] string Classification);

internal sealed record PopoloPost(string Id, string Label, string Role, string OrganizationId, string? AreaId)
{
    public static PopoloPost Of(string office, string contest, Office? described)
    {
        var (scope, place) = contest.Split('-', 2) is [var s, var p] ? (s, p) : (contest, null);
        var role = described?.Name ?? office;
        return new PopoloPost(
            $"{office}/{contest}",
            $"{role}, {contest}",
            role,
            scope == "legislature" ? "body/legislature" : "body/" + contest,
            place is null ? null : (scope == "legislature" ? "district/" : "municipality/") + place);
    }
}

internal sealed record PopoloPerson(string Id, string Name, string Gender);

/// <summary>A candidacy, or a party's part in a coalition or common candidacy.</summary>
/// <param name="Member">The party; only when the member is an organization.</param>
/// <param name="Contest">Extension, of a candidacy: the id of the contest.</param>
/// <param name="Position">Extension, of a candidacy: from 1, within the contender's list.</param>
/// <param name="CandidacyRole">Extension, of a candidacy.</param>
/// <param name="Head">Extension, of a candidacy: true when it heads the formula or slate.</param>
internal sealed record PopoloMembership(
    string Id,
    [AllowedValues("candidate", "member party")] string Role,
    string? PersonId,
    PopoloMember? Member,
    string OrganizationId,
    string? PostId,
    string? OnBehalfOfId,
    string? Contest,
    int? Position,
    [NamesOf(typeof(CandidacyRole))] string? CandidacyRole,
    bool? Head)
{
    public static PopoloMembership Of(Contender joint, Contender member) => new(
        $"{joint.Id}/{member.Id}",
        "member party",
        PersonId: null,
        new PopoloMember("contender/" + member.Id, member.Name, "party"),
        "contender/" + joint.Id,
        PostId: null,
        OnBehalfOfId: null,
        Contest: null,
        Position: null,
        CandidacyRole: null,
        Head: null);

    public static PopoloMembership Of(Candidate c) => new(
        "candidacy/" + c.Id,
        "candidate",
        "candidate/" + c.Id,
        Member: null,
        c.Contest.StartsWith("legislature", StringComparison.Ordinal) ? "body/legislature" : "body/" + c.Contest,
        $"{c.Office}/{c.Contest}",
        "contender/" + c.Contender,
        c.Contest,
        c.Position,
        c.Role == ServerlessDecide.Candidacies.CandidacyRole.Owner ? "owner" : "alternate",
        c.Head);
}

internal sealed record PopoloMember(string Id, string Name, [AllowedValues("party")] string Classification);
