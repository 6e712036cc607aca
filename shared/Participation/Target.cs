namespace ServerlessDecide.Participation;

/// <summary>What can be reacted to.</summary>
public enum TargetKind
{
    Platform,
    Proposal,
}

/// <summary>A platform or a proposal.</summary>
public readonly record struct Target(TargetKind Kind, Slug Id)
{
    /// <summary>As it stands in keys and files: <c>platform.agua-para-todos</c>. A slug holds no dot, so it reads back one way only.</summary>
    public override string ToString() => (Kind == TargetKind.Platform ? "platform." : "proposal.") + Id.Value;

    public static bool TryParse(string text, out Target target)
    {
        target = default;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !Slug.TryParse(text[(dot + 1)..], out var id)) return false;
        TargetKind? kind = text[..dot] switch
        {
            "platform" => TargetKind.Platform,
            "proposal" => TargetKind.Proposal,
            _ => null,
        };
        if (kind is null) return false;
        target = new Target(kind.Value, id);
        return true;
    }
}
