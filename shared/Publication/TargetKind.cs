using ServerlessDecide.Content;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Publication;

/// <summary>A kind of target that people can react to and comment on. A new kind is one more value here, plus its two addresses.</summary>
public sealed class TargetKind
{
    /// <summary>A contender's platform.</summary>
    public static readonly TargetKind Platform = new(
        "platform", Activity.ReactToPlatforms, (content, id) => content.Platform(id)?.Contender, content => content.All.Platforms.Select(p => (p.Id, p.Contender)));

    /// <summary>A competitiveness block of a contender.</summary>
    public static readonly TargetKind Block = new(
        "block", Activity.ReactToBlocks, (content, id) => content.Block(id)?.Contender, content => content.Blocks.Select(b => (b.Id, b.Contender)));

    /// <summary>A proposal of a candidate.</summary>
    public static readonly TargetKind Proposal = new(
        "proposal", Activity.ReactToProposals, (content, id) => content.Proposal(id)?.Contender, content => content.All.Proposals.Select(p => (p.Id, p.Contender)));

    /// <summary>Every kind, in the order in which packages list their targets.</summary>
    public static readonly IReadOnlyList<TargetKind> All = [Platform, Block, Proposal];

    private readonly Func<ContentIndex, string, string?> contenderOf;
    private readonly Func<ContentIndex, IEnumerable<(string Id, string Contender)>> list;

    private TargetKind(
        string name, Activity opens, Func<ContentIndex, string, string?> contenderOf, Func<ContentIndex, IEnumerable<(string Id, string Contender)>> list)
    {
        (Name, Opens) = (name, opens);
        (this.contenderOf, this.list) = (contenderOf, list);
    }

    /// <summary>The name in keys, files and answers. Lower-case letters.</summary>
    public string Name { get; }

    /// <summary>The activity that has to be open for a stance to be taken, changed, withdrawn or shown, and for a comment to be sent.</summary>
    public Activity Opens { get; }

    /// <summary>Returns the target of this kind with an id, without checking that it exists.</summary>
    public Target Target(Slug id) => new(Name, id);

    /// <summary>Returns the id of the contender that the target belongs to; null when the target does not exist.</summary>
    public string? ContenderOf(ContentIndex content, Slug id) => contenderOf(content, id.Value);

    /// <summary>Finds an open target of this kind. Checks the calendar first, so that a closed kind does not reveal whether the target exists.</summary>
    /// <param name="id">As it stands in an address.</param>
    public TargetOutcome Find(PublishedProcess process, string id, DateTimeOffset at)
    {
        var state = process.StateOf(Opens, at);
        if (!state.IsOpen) return new TargetOutcome.Closed(state);
        return Slug.TryParse(id, out var slug) && ContenderOf(process.Content, slug) is { } contender
            ? new TargetOutcome.Open(new OpenTarget(process.Process, Target(slug), Slug.Parse(contender), at))
            : new TargetOutcome.NotFound();
    }

    /// <summary>Returns all targets of a contender, by kind and then by id.</summary>
    public static IEnumerable<Target> TargetsOf(ContentIndex content, string contender) => All.SelectMany(kind => kind.OfContender(content, contender));

    /// <summary>Returns the contender's targets of this kind, by id.</summary>
    public IEnumerable<Target> OfContender(ContentIndex content, string contender) =>
        list(content).Where(t => t.Contender == contender).Select(t => t.Id).Order(StringComparer.Ordinal).Select(id => Target(Slug.Parse(id)));

    public override string ToString() => Name;
}
