using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Information;

namespace ServerlessDecide.Shared.Tests.Content;

public sealed class ContentIndexTests
{
    private static readonly DrawnOrder Order = new("edomex-2021/2021-05-10");

    private static readonly ContentIndex Sample = new(Samples.Content);

    private static readonly ProcessContent All = Samples.Content with
    {
        Candidates =
        [
            Candidate("s2", "maiz", "regiduria", 2, CandidacyRole.Owner), Candidate("s1", "maiz", "sindicatura", 1, CandidacyRole.Owner, head: true),
            Candidate("s1a", "maiz", "sindicatura", 1, CandidacyRole.Alternate), Candidate("r1", "maiz", "regiduria", 1, CandidacyRole.Alternate),
            Candidate("c", "cerro", "sindicatura", 1, CandidacyRole.Owner), Candidate("l", "lluvia", "sindicatura", 1, CandidacyRole.Owner),
        ],
    };

    [Fact]
    public void Every_item_is_found_by_its_own_id_only()
    {
        Assert.Equal("Tenancingo", Sample.District("7")!.Seat);
        Assert.Equal("Toluca", Sample.Municipality("15106")!.Name);
        Assert.Equal(1204, Sample.Section("0123")!.RegisteredVoters);
        Assert.Equal("MAIZ", Sample.Contender("maiz")!.ShortName);
        Assert.Equal("cerro", Sample.Platform("cerro-municipios")!.Contender);
        Assert.Equal(("Agua", "campo"), (Sample.TopicName("agua"), Sample.TopicName("campo")));
        Assert.Null(Sample.District("07"));
        Assert.Null(Sample.Municipality("15999"));
        Assert.Null(Sample.Section("123"));
        Assert.Null(Sample.Contender("MAIZ"));
        Assert.Null(Sample.Platform("maiz"));
    }

    [Fact]
    public void Sections_are_found_by_district_and_by_municipality()
    {
        Assert.Equal(["0123"], Sample.SectionsOfDistrict("7").Select(s => s.Number));
        Assert.Equal(["2001"], Sample.SectionsOfMunicipality("15039").Select(s => s.Number));
        Assert.Empty(Sample.SectionsOfDistrict("8"));
        Assert.Empty(Sample.SectionsOfMunicipality("15999"));
    }

    [Fact]
    public void Proposals_are_found_by_their_candidate()
    {
        var proposal = new Proposal("agua", "cerro-7", "cerro", "agua", "Agua", "Más pozos.", Samples.At("2021-05-10"), 1);
        Assert.Equal([proposal], new ContentIndex(Samples.Content with { Proposals = [proposal] }).ProposalsOf("cerro-7"));
    }

    [Fact]
    public void There_is_a_contest_for_each_district_and_each_municipality() =>
        Assert.Equal(["legislature-7", "legislature-40", "council-15106", "council-15039"], new ContentIndex(All).Contests.Select(c => c.Id));

    [Theory]
    [InlineData(ContestScope.Council, "council-15106", "council-15039")]
    [InlineData(ContestScope.Legislature, "legislature-7", "legislature-40")]
    public void Once_offices_are_known_there_are_contests_of_their_scopes_only(ContestScope scope, params string[] contests)
    {
        var index = new ContentIndex(All with { Offices = [Office("x", scope)] });
        Assert.Equal(contests, index.Contests.Select(c => c.Id));
        Assert.Null(index.Contest(scope == ContestScope.Council ? "legislature-7" : "council-15106"));
    }

    [Fact]
    public void The_proposals_of_a_replaced_candidate_stay_in_the_contest_of_that_candidate()
    {
        var former = Candidate("antes", "maiz", "sindicatura", 1, CandidacyRole.Owner, head: true);
        var index = new ContentIndex(All with
        {
            Proposals = [Proposal("uno", "s1"), Proposal("dos", "antes"), Proposal("tres", "nadie")],
            Substitutions = [new(former, "s1", default)],
        });

        Assert.Equal(["uno", "dos"], Find(new(null, null, null, "15106", null)));
        Assert.Equal(["uno", "dos"], Find(new("agua", "maiz", null, "15106", "council-15106")));
        Assert.Empty(Find(new(null, null, "7", null, null)));
        Assert.Empty(Find(new(null, null, "7", "15106", null)));
        Assert.Equal(["uno", "dos", "tres"], Find(new(null, null, null, null, null)));

        IEnumerable<string> Find(ProposalQuery query) => index.Find(query).Select(p => p.Id);
        static Proposal Proposal(string id, string candidate) => new(id, candidate, "maiz", "agua", "Pozos", "Más pozos", default, 1);
    }

    [Fact]
    public void The_state_wide_lists_are_a_contest_once_somebody_stands_on_one()
    {
        Assert.Null(new ContentIndex(All).Contest("legislature"));
        var index = new ContentIndex(All with { Candidates = [.. All.Candidates, All.Candidates[0] with { Id = "rp1", Contest = "legislature" }] });
        Assert.Equal(Contest.OfStateWideLists, index.Contests[^1]);
        Assert.Equal("rp1", Assert.Single(Assert.Single(index.BallotOf(Contest.OfStateWideLists, Order)).Candidacies).Owner?.Id);
    }

    [Fact]
    public void A_ballot_has_each_contender_that_competes_in_the_drawn_order()
    {
        var ballot = new ContentIndex(All).BallotOf(Contest.OfMunicipality("15106"), Order);
        Assert.Equal(((string[])["maiz", "cerro", "lluvia"]).OrderBy(Order.Lot, StringComparer.Ordinal), ballot.Select(b => b.Contender));
        Assert.Empty(new ContentIndex(All).BallotOf(Contest.OfMunicipality("15039"), Order));
    }

    [Fact]
    public void A_contenders_candidacies_stand_by_office_and_position_with_owner_and_alternate()
    {
        var index = new ContentIndex(All with { Offices = [Office("sindicatura", ContestScope.Council), Office("regiduria", ContestScope.Council)] });
        var entry = index.BallotOf(Contest.OfMunicipality("15106"), Order).Single(b => b.Contender == "maiz");
        Assert.Equal("s1", entry.Head?.Id);
        Assert.Equal(
            [("sindicatura", 1, "s1", "s1a"), ("regiduria", 1, null, "r1"), ("regiduria", 2, "s2", null)],
            entry.Candidacies.Select(c => (c.Office, c.Position, c.Owner?.Id, c.Alternate?.Id)));
    }

    [Fact]
    public void The_version_of_the_list_changes_with_the_list_and_with_nothing_else()
    {
        var version = new ContentIndex(All).CandidatesVersion;
        Assert.Equal(version, new ContentIndex(All with { Districts = [], Offices = [Office("x", ContestScope.Council)] }).CandidatesVersion);
        Assert.NotEqual(version, new ContentIndex(All with { Candidates = [.. All.Candidates.Skip(1)] }).CandidatesVersion);
        Assert.NotEqual(version, new ContentIndex(All with { Candidates = [All.Candidates[0] with { Gender = "male" }, .. All.Candidates.Skip(1)] }).CandidatesVersion);
    }

    private static Candidate Candidate(string id, string contender, string office, int position, CandidacyRole role, bool head = false) =>
        new(id, "Nombre " + id, contender, office, "council-15106", position, role, "female", head);

    private static Office Office(string id, ContestScope scope) => new(id, id, "Órgano", scope, "3 años", 1, ["x"], [], [], "x");
}
